import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { signIn } from '#simulator/identity/sign-in.ts';
import { Stack } from '../e2e/stack.ts';
import { cpuOf } from './cpu-of.ts';
import { loopDelay } from './loop-delay.ts';
import { percentile } from './percentile.ts';
import type { BenchResult, BenchRow } from './result.ts';
import { untilFilled } from './until-filled.ts';
import { sleep } from './wait-until.ts';

const STREAMS = 1_000;
const COMPONENTS = 40;
/** Longest that `/api/fleet` may take with all that going on, ms. */
const LONGEST_P99 = 250;
const LOADS_A_SECOND = 20;
/** A whole interval of the collector, so that all of its work falls into what is measured. */
const SECONDS = 60;
const BATCHES = 20;
const KILOBYTES = new Map([
  [1_000, 60],
  [10_000, 600],
]);

/** Bytes, CPU and waiting time of GET /api/fleet and of the event stream while the collector works on 40 components, beside a bare node:http server. */
export async function run(): Promise<BenchResult> {
  const rows: BenchRow[] = [];
  for (const [cells, most] of KILOBYTES) rows.push(...(await serve(cells, most)));
  return { name: 'serving', rows };
}

async function serve(cells: number, mostKilobytes: number): Promise<BenchRow[]> {
  const stack = new Stack(60);
  await stack.start(cells, 4_211, { components: COMPONENTS });
  try {
    const cookie = await signIn({ origin: stack.origin, login: 'viewer' });
    await untilFilled(stack.origin, cookie, cells);
    const url = `${stack.origin}/api/fleet`;
    const first = await load(url, { cookie, 'accept-encoding': 'br' });
    const pid = stack.appPid ?? 0;
    const of = `at ${cells.toLocaleString('en')} cells`;

    const full = await cpuEach(pid, 60, () => load(url, { cookie, 'accept-encoding': 'br' }));
    let { etag } = first;
    const unchanged = await cpuEach(pid, 150, async () => {
      const answer = await load(url, { cookie, 'accept-encoding': 'br', 'if-none-match': etag });
      etag = answer.etag;
      return answer;
    });

    const streams = await Promise.all(Array.from({ length: STREAMS }, () => openStream(`${stack.origin}/api/live`, cookie)));
    await loopDelay(stack.origin);
    const ours = await openLoop(() => load(url, { cookie, 'accept-encoding': 'br' }));
    const delay = await loopDelay(stack.origin);
    const bytes = streams.map((stream) => stream.bytes());
    const streamed = percentile(bytes, 0.5) / 1_024 / SECONDS;
    for (const stream of streams) stream.destroy();
    const bare = await bareServer(first.body);
    const floor = await openLoop(() => load(bare.url, {}));
    bare.stop();

    const kilobytes = first.body.length / 1_000;
    const p99 = percentile(ours, 0.99);
    return [
      { figure: `/api/fleet, brotli, ${of}`, value: kilobytes, unit: 'KB', bound: `≤ ${mostKilobytes}`, ok: kilobytes <= mostKilobytes },
      { figure: `server CPU a response ${of}`, value: full, unit: 'ms', bound: '≤ 3', ok: full <= 3 },
      { figure: `server CPU a 304 ${of}`, value: unchanged, unit: 'ms', bound: '≤ 1', ok: unchanged <= 1 },
      {
        figure: `p99 with ${STREAMS} streams, ${LOADS_A_SECOND} loads/s ${of}`,
        value: p99,
        unit: 'ms',
        bound: `≤ ${LONGEST_P99}`,
        ok: p99 <= LONGEST_P99,
      },
      { figure: `median of the same ${of}`, value: percentile(ours, 0.5), unit: 'ms', ok: true },
      { figure: `p99 of bare node:http, same bytes ${of}`, value: percentile(floor, 0.99), unit: 'ms', ok: true },
      { figure: `event-loop delay, p99 over that minute ${of}`, value: delay, unit: 'ms', ok: true },
      { figure: `event stream to each viewer ${of}`, value: streamed, unit: 'KB/s', bound: '≤ 5', ok: streamed <= 5 },
    ];
  } finally {
    await stack.stop();
  }
}

interface Answer {
  status: number;
  etag: string;
  body: Buffer;
}

function load(url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, etag: response.headers.etag ?? '', body: Buffer.concat(chunks) }),
      );
      response.on('error', reject);
    }).on('error', reject);
  });
}

/**
 * CPU milliseconds of process `pid` a request: the median of batches over a whole interval of the collector. What the server does
 * by itself is no cost of a request: what it used in a pause as long as the batch, just after it, is taken off.
 */
async function cpuEach(pid: number, batch: number, request: () => Promise<Answer>): Promise<number> {
  for (let i = 0; i < 50; i++) await request();
  const started = performance.now();
  const each: number[] = [];
  for (let i = 0; i < BATCHES; i++) {
    const due = started + (i * SECONDS * 1_000) / BATCHES;
    await sleep(Math.max(0, due - performance.now()));
    const [begun, before] = [performance.now(), cpuOf(pid)];
    for (let one = 0; one < batch; one++) await request();
    const [ended, after] = [performance.now(), cpuOf(pid)];
    await sleep(ended - begun);
    const idle = cpuOf(pid) - after;
    each.push(((after - before - idle) * 1_000) / batch);
  }
  return percentile(each, 0.5);
}

/** Requests leave on the clock, whether or not earlier ones came back; answers waiting times, ms. */
async function openLoop(request: () => Promise<Answer>): Promise<number[]> {
  const start = performance.now();
  return Promise.all(
    Array.from({ length: LOADS_A_SECOND * SECONDS }, async (_, i) => {
      const due = start + (i * 1_000) / LOADS_A_SECOND;
      await sleep(Math.max(0, due - performance.now()));
      const { status } = await request();
      if (status !== 200) throw new Error(`A load was answered ${status}`);
      return performance.now() - due;
    }),
  );
}

function openStream(url: string, cookie: string): Promise<{ bytes(): number; destroy(): void }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { cookie, accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`A stream was answered ${response.statusCode}`));
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      response.on('error', () => {});
      resolve({ bytes: () => bytes, destroy: () => request.destroy() });
    });
    request.on('error', reject);
  });
}

async function bareServer(body: Buffer): Promise<{ url: string; stop(): void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('bare-server.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(body);
  const [port] = await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${String(port).trim()}/`, stop: () => child.kill() };
}
