import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

const MAIN = `${import.meta.dirname}/main.ts`;
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    said.out += data;
  });
  child.stderr.on('data', (data) => {
    said.err += data;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { child, said, ended };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 150 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(condition()).toBe(true);
}

describe('the simulator as a program', () => {
  it('says where it answers and with which key, and ends cleanly', async () => {
    const { child, said, ended } = start('--cells', '6', '--port', '0', '--identity-port', '0');
    await until(() => said.out.includes('/_simulator/incidents'));
    const url = /AWS answers at (\S+),/.exec(said.out)?.[1] ?? '';
    expect(await (await fetch(`${url}/_simulator/health`)).json()).toMatchObject({ status: 'ok', cells: 6 });
    const issuer = /identity provider answers at (\S+)\.\n/.exec(said.out)?.[1] ?? '';
    expect((await fetch(`${issuer}/.well-known/openid-configuration`)).status).toBe(200);
    expect(said.out).toContain('AWS_ACCESS_KEY_ID=AKIA100000000002CWCH');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(said.err).toBe('');
  });

  it('says what to do about a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const first = start('--port', String(port), '--identity-port', 'off');
    expect(await first.ended).toBe(1);
    expect(first.said.err).toBe(`Port ${port} is taken by another program: end that, or use another with --port.\n`);
    const second = start('--port', '0', '--identity-port', String(port));
    expect(await second.ended).toBe(1);
    expect(second.said.err).toContain('with --identity-port.');
    other.close();
  });

  it.each([
    [['--sells', '5'], "Unknown option '--sells'"],
    [['--cells', 'many'], '--cells is "many"; expected a whole number from 1 to 20000.'],
    [['--port', '70000'], '--port is "70000"'],
    [['--components', '4'], '--components is "4"; expected a whole number from 5 to 1000.'],
  ])('refuses %j and shows what there is', async (args, message) => {
    const { said, ended } = start(...args);
    expect(await ended).toBe(1);
    expect(said.err).toContain(message);
    expect(said.err).toContain('--identity-port P');
  });

  it('releases nothing when it is quiet, and says nothing when it is silent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { said } = start('--cells', '6', '--components', '7', '--quiet', '--silent', '--port', String(port), '--identity-port', 'off');
    const ask = (door: string) =>
      fetch(`http://127.0.0.1:${port}/_simulator/${door}`).then(
        (answer) => answer.json(),
        () => null,
      );
    let releases: { component: string; status: string }[] | null = null;
    for (let i = 0; i < 150 && releases === null; i++) {
      releases = await ask('releases');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(new Set(releases?.map(({ component }) => component)).size).toBe(7);
    expect(releases?.every(({ status }) => status !== 'InProgress')).toBe(true);
    expect(said).toEqual({ out: '', err: '' });
  });

  it('explains itself', async () => {
    const { said, ended } = start('--help');
    expect(await ended).toBe(0);
    expect(said.out).toContain('--seed S');
    expect(said.out).toContain('--quiet            release nothing but what is asked for');
  });
});
