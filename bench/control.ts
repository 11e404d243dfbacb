import type { Action } from '#lib/domain/control/action.ts';
import { Stack } from '../e2e/stack.ts';
import { ControlDesk } from './control-desk.ts';
import { cpuOf } from './cpu-of.ts';
import { loopDelay } from './loop-delay.ts';
import { percentile } from './percentile.ts';
import { quietCalls } from './quiet-calls.ts';
import { type ControlCall, startRecordingProxy } from './recording-proxy.ts';
import type { BenchResult, BenchRow } from './result.ts';
import { sleep, until } from './wait-until.ts';

/** Besides them there is the one that makes them. */
const PIPELINES = 40;
const TOOLING = '100000000003';
const SEED = 4_219;
const LATENCY_MS = 50;
const THROTTLED = 0.3;
/** Until then a release has come to different places in different pipelines: builds, deployments, a bake. */
const RELEASED_MS = 55_000;

const UNDER_WAY = new Set<Action['state']>(['recorded', 'acting']);

type Proxy = Awaited<ReturnType<typeof startRecordingProxy>>;

interface Bed {
  stack: Stack;
  desk: ControlDesk;
  proxy: Proxy;
  components: readonly string[];
}

/** How fast an operator of the built app stops 40 pipelines of one account, and what watching them costs while nothing moves. */
export async function run(): Promise<BenchResult> {
  const stack = new Stack(60);
  const proxies: Proxy[] = [];
  let latency = 0;
  try {
    await stack.start(24, SEED, {
      components: PIPELINES + 1,
      async through(simulatorUrl) {
        const started = await startRecordingProxy(simulatorUrl, { latencyMs: () => latency });
        proxies.push(started);
        return started.url;
      },
    });
    const [proxy] = proxies;
    if (!proxy) throw new Error('The app was started past the proxy');
    const desk = await ControlDesk.open(stack.origin);
    const rows = [...(await quietCalls(stack, PIPELINES + 1))];
    const all = (await desk.rollouts()).components.map(({ component }) => component);
    const bed: Bed = { stack, desk, proxy, components: all.filter((name) => name !== 'pipelines') };
    rows.push(...(await haltEach(bed)));
    latency = LATENCY_MS;
    rows.push(...(await haltAll(bed, `with ${LATENCY_MS} ms of latency in each call`, 5)));
    const throttle = { service: '*', operation: '*', accountId: TOOLING, kind: 'throttle', rate: THROTTLED };
    rows.push(...(await haltAll(bed, `and ${THROTTLED * 100} % of its calls throttled`, 15, throttle)));
    return { name: `control: ${PIPELINES} pipelines in one account`, rows };
  } finally {
    await stack.stop();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  }
}

/** From confirming to AWS having taken the stop, pipeline by pipeline, while the collector reads all of them. */
async function haltEach(bed: Bed): Promise<BenchRow[]> {
  const { desk, proxy, components, stack } = bed;
  await release(bed);
  await loopDelay(stack.origin);
  const before = { reads: proxy.reads(), at: Date.now() };
  const waits: number[] = [];
  const ids: string[] = [];
  for (const component of components) {
    const { id, confirmedAt } = await desk.act('halt-rollout', { component });
    ids.push(id);
    const stopped = () => proxy.calls.find((call) => call.actionId === id && call.operation === 'StopPipelineExecution' && taken(call));
    await until(`the halt of ${component} has come to AWS`, () => stopped() !== undefined, 5);
    waits.push((stopped()?.at ?? Number.NaN) - confirmedAt);
  }
  const reads = ((proxy.reads() - before.reads) * 1_000) / (Date.now() - before.at);
  const delay = await loopDelay(stack.origin);
  const actions: Action[] = [];
  for (const id of ids) actions.push(await desk.ended(id));
  const [median, most] = [percentile(waits, 0.5), percentile(waits, 0.95)];
  return [
    { figure: 'halts, one pipeline after the other', value: waits.length, unit: 'halts', bound: '≥ 40', ok: waits.length >= 40 },
    { figure: 'reads of pipelines meanwhile', value: reads, unit: 'a second', bound: '> 1', ok: reads > 1 },
    { figure: 'confirmed to StopPipelineExecution taken, median', value: median, unit: 'ms', ok: true },
    { figure: 'the same, p95', value: most, unit: 'ms', bound: '≤ 1,000', ok: most <= 1_000 },
    { figure: 'event-loop delay of the app meanwhile, p99', value: delay, unit: 'ms', ok: true },
    await unhalted(bed, 'one by one', actions),
  ];
}

/** Everything at once, from confirming to the last door closed and the last stop taken. */
async function haltAll(bed: Bed, how: string, seconds: number, fault?: object): Promise<BenchRow[]> {
  const { desk, proxy, stack } = bed;
  await reopen(bed);
  await release(bed);
  if (fault) await stack.side('POST', 'faults', fault);
  // The collector meets what people meet: its reads are under way, slow or refused, when they act.
  await sleep(5_000);
  const reads = proxy.reads();
  const used = cpuOf(stack.appPid ?? 0);
  const { id, confirmedAt } = await desk.act('halt-all', { component: '*' });
  await until('all is sent', async () => !UNDER_WAY.has((await desk.action(id)).state));
  const cpu = cpuOf(stack.appPid ?? 0) - used;
  const action = await desk.ended(id);
  const readsMeanwhile = proxy.reads() - reads;
  if (fault) await stack.side('DELETE', 'faults');
  const calls = proxy.calls.filter((call) => call.actionId === id);
  const of = (operation: string) => calls.filter((call) => call.operation === operation && taken(call));
  const [doors, stops, bakes] = [of('DisableStageTransition'), of('StopPipelineExecution'), of('StopExecution')];
  const after = (some: readonly ControlCall[]) => (Math.max(...some.map(({ at }) => at)) - confirmedAt) / 1_000;
  const all = after([...doors, ...stops]);
  const refused = calls.filter((call) => !taken(call)).length;
  return [
    {
      figure: `halt-all ${how}: releases stopped`,
      value: stops.length,
      unit: 'releases',
      bound: `≥ ${PIPELINES}`,
      ok: stops.length >= PIPELINES,
    },
    { figure: `halt-all ${how}: doors closed`, value: doors.length, unit: 'doors', ok: true },
    { figure: `halt-all ${how}: calls refused and sent again`, value: refused, unit: 'calls', ok: true },
    { figure: `halt-all ${how}: last release stopped`, value: after(stops), unit: 's', ok: true },
    { figure: `halt-all ${how}: and last door closed`, value: all, unit: 's', bound: `≤ ${seconds}`, ok: all <= seconds },
    { figure: `halt-all ${how}: CPU of the app until then`, value: cpu, unit: 's', ok: true },
    // One that had only just begun is found by the second look; it changes nothing meanwhile.
    {
      figure: `halt-all ${how}: last of ${bakes.length} bakes ended`,
      value: bakes.length > 0 ? after(bakes) : 'none',
      unit: 's',
      ok: true,
    },
    { figure: `halt-all ${how}: reads meanwhile`, value: readsMeanwhile, unit: 'calls', bound: '> 0', ok: readsMeanwhile > 0 },
    await unhalted(bed, `halt-all ${how}`, [action]),
  ];
}

const taken = ({ status }: ControlCall) => status < 400;

/** Releases that run on, and calls that were not made. */
async function unhalted({ stack }: Bed, what: string, actions: readonly Action[]): Promise<BenchRow> {
  const running = (await listed(stack)).filter(({ status }) => status === 'InProgress').length;
  const failed = actions.flatMap(({ calls, impossible }) => [
    ...impossible,
    ...calls.filter(({ state }) => state === 'failed' || state === 'skipped'),
  ]);
  const left = running + failed.length;
  return { figure: `${what}: left unhalted`, value: left, unit: '', bound: '0', ok: left === 0 };
}

const listed = (stack: Stack) => stack.side<{ id: string; component: string; status: string }[]>('GET', 'releases');

/** Lets the releases go on that were halted: every door is opened. */
async function reopen({ desk, stack }: Bed): Promise<void> {
  // What was to finish its deployments first has done so.
  await until('nothing is stopping any more', async () => (await listed(stack)).every(({ status }) => status !== 'Stopping'));
  const { id } = await desk.act('resume-wave', { component: '*' });
  const { state, title } = await desk.ended(id);
  if (state !== 'done') throw new Error(`${title}: ${state}`);
}

/** A new release of each component, on its way. */
async function release({ stack, desk, components }: Bed): Promise<void> {
  for (const component of components) await stack.side('POST', 'releases', { component, quality: 'good' });
  await sleep(RELEASED_MS);
  await until('all of them are seen to move', async () => (await desk.rollouts()).moving >= components.length);
}
