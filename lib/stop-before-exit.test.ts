import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** A program whose server listens for signals first, as Next's does, and exits at once. */
async function start(stop: string, server = 'console.log("closed"); process.exit(143);') {
  const module = JSON.stringify(`${import.meta.dirname}/stop-before-exit.ts`);
  const script = `
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { ${server} });
    const { stopBeforeExit } = await import(${module});
    stopBeforeExit(async () => { ${stop} });
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  while (!said.includes('ready')) await once(child.stdout, 'data');
  const ended = once(child, 'close').then(([code]) => ({ code, said: said.trim().split('\n').slice(1) }));
  return { child, ended };
}

const SLOWLY = 'await new Promise((resolve) => setTimeout(resolve, 300)); console.log("saved");';

it.each(['SIGTERM', 'SIGINT'] as const)('saves before the server that listened first exits (%s)', async (signal) => {
  const { child, ended } = await start(SLOWLY);
  child.kill(signal);
  expect(await ended).toEqual({ code: 143, said: ['saved', 'closed'] });
});

it('bears a second signal', async () => {
  const { child, ended } = await start(SLOWLY);
  child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 143, said: ['saved', 'closed'] });
});

it('ends although stopping fails and the server never closes', async () => {
  const { child, ended } = await start('throw new Error("disk full");', 'console.log("waiting");');
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 143, said: ['waiting'] });
});
