import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

/** A program that prints to readers that have gone, and prints what it did not catch, as Next does; its exit code tells whether there was any. */
async function printToNobody(prepare: string): Promise<number | null> {
  const script = `
    ${prepare}
    let uncaught = 0;
    process.on('uncaughtException', (error) => { if (uncaught++ < 10) console.error(error); });
    const printing = setInterval(() => { console.log('out'); process.stderr.write('err\\n'); }, 10);
    setTimeout(() => { clearInterval(printing); process.exit(uncaught > 0 ? 1 : 0); }, 300);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = await ended;
  return code;
}

it('bears that nobody reads what is printed any more', async () => {
  const module = JSON.stringify(`${import.meta.dirname}/outlive-output.ts`);
  expect(await printToNobody(`const { outliveOutput } = await import(${module}); outliveOutput();`)).toBe(0);
});

it('is needed: without it a failed write is uncaught', async () => {
  expect(await printToNobody('')).toBe(1);
});
