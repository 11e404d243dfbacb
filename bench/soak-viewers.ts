import { get } from 'node:http';
import { freePort } from '#lib/testing/free-port.ts';
import { signIn } from '#simulator/identity/sign-in.ts';
import { Stack } from '../e2e/stack.ts';
import { flatRows, type Held } from './flatness.ts';
import { inspect } from './inspected.ts';
import type { BenchResult } from './result.ts';
import { untilFilled } from './until-filled.ts';
import { sleep } from './wait-until.ts';

const CELLS = 100;
const VIEWERS = 200;
const MINUTES = 20;
/** A viewer stays so long, ms, at least and at most; then another comes. */
const STAYS = [2_000, 20_000] as const;
const LOOK_EVERY_MS = 5_000;
/** Streams that were left are noticed within this time. */
const SETTLED_MS = 5_000;
const PAGES = ['/', '/deployments', '/audit'];

/**
 * Viewers that come and go, each with an event stream and pages: the server's memory and handles
 * stay as they are, and no stream stays open.
 * @param options.rounds minutes
 */
export async function run({ rounds: minutes = MINUTES }: { rounds?: number }): Promise<BenchResult> {
  const stack = new Stack();
  const port = await freePort();
  await stack.start(CELLS, 4_242, { environment: { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` } });
  try {
    const cookie = await signIn({ origin: stack.origin, login: 'operator' });
    await untilFilled(stack.origin, cookie, CELLS);
    const server = await inspect(port, stack.appPid ?? 0);
    const before = await server.look();
    const end = performance.now() + minutes * 60_000;
    const seen = { visits: 0, pages: 0, bytes: 0, failures: 0 };
    const samples: (Held & { streams: number })[] = [];
    const viewers = Array.from({ length: VIEWERS }, (_, i) => view(stack.origin, cookie, i, end, seen));
    while (performance.now() < end) {
      await sleep(LOOK_EVERY_MS);
      samples.push(await server.look());
    }
    await Promise.all(viewers);
    await sleep(SETTLED_MS);
    const after = await server.look();
    server.close();
    const most = Math.max(...samples.map(({ streams }) => streams));
    return {
      name: 'soak-viewers',
      rows: [
        { figure: `visits in ${minutes} min, ${seen.pages} pages`, value: seen.visits, unit: '', ok: true },
        { figure: 'answers other than 200', value: seen.failures, unit: '', bound: '= 0', ok: seen.failures === 0 },
        { figure: 'bytes of events', value: seen.bytes / 1_048_576, unit: 'MB', bound: '> 0', ok: seen.bytes > 0 },
        { figure: 'event streams at once, most', value: most, unit: '', bound: `≥ ${VIEWERS / 2}`, ok: most >= VIEWERS / 2 },
        { figure: 'event streams left open in the end', value: after.streams, unit: '', bound: '= 0', ok: after.streams === 0 },
        {
          figure: `descriptors in the end, ${before.descriptors} before`,
          value: after.descriptors,
          unit: '',
          bound: '≤ 10 more',
          ok: after.descriptors <= before.descriptors + 10,
        },
        {
          figure: `handles in the end, ${before.handles} before`,
          value: after.handles,
          unit: '',
          bound: '≤ 10 more',
          ok: after.handles <= before.handles + 10,
        },
        ...flatRows(samples, 'server', true),
      ],
    };
  } finally {
    await stack.stop();
  }
}

/** One after another on the same seat. */
async function view(
  origin: string,
  cookie: string,
  seat: number,
  end: number,
  seen: { visits: number; pages: number; bytes: number; failures: number },
): Promise<void> {
  await sleep((seat / VIEWERS) * STAYS[0]);
  for (let visit = 0; performance.now() < end; visit++) {
    seen.visits++;
    const [least, longest] = STAYS;
    const stays = Math.min(least + (((seat * 37 + visit * 101) % 100) / 100) * (longest - least), end - performance.now());
    const stream = open(`${origin}/api/live`, cookie);
    const page = open(`${origin}${PAGES[(seat + visit) % PAGES.length]}`, cookie);
    seen.pages++;
    if ((await page.ended) !== 200) seen.failures++;
    await sleep(Math.max(0, stays));
    stream.leave();
    const status = await stream.ended;
    if (status !== 200) seen.failures++;
    seen.bytes += stream.bytes();
  }
}

/** A request on a connection of its own; ends with its status, however it ended. */
function open(url: string, cookie: string): { ended: Promise<number>; bytes(): number; leave(): void } {
  let bytes = 0;
  let status = 0;
  let leave = () => {};
  const ended = new Promise<number>((resolve) => {
    const request = get(url, { headers: { cookie }, agent: false }, (response) => {
      status = response.statusCode ?? 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      response.on('error', () => {});
      response.on('close', () => resolve(status));
    });
    request.on('error', () => resolve(status));
    leave = () => request.destroy();
  });
  return { ended, bytes: () => bytes, leave };
}
