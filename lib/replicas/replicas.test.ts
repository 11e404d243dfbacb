import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StartRequest } from '#lib/domain/control/request.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { openStore } from '#lib/store/open-store.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import type { RolloutsView } from '#lib/views/rollouts-view.ts';
import { startReplicaBed } from './testing/replica-bed.ts';

const SOON = { timeout: 25_000, interval: 20 };

let bed: Awaited<ReturnType<typeof startReplicaBed>>;
let first: Runtime;
let second: Runtime;
beforeAll(async () => {
  bed = await startReplicaBed();
  first = await bed.start();
}, 60_000);
afterAll(() => bed.close(), 60_000);

const version = (runtime: Runtime) => runtime.feed.current()?.version;
const ownVersion = (runtime: Runtime) => version(runtime)?.startsWith(`${runtime.boot}-`) && !runtime.feed.current()?.view.restored;
const source = (runtime: Runtime, id: string) => runtime.feed.current()?.view.sources.find((one) => one.id === id);
const rollouts = async (runtime: Runtime): Promise<RolloutsView> =>
  JSON.parse(Buffer.from((await runtime.rollouts.all())?.identity ?? []).toString('utf8'));
const figure = (text: string) => process.stdout.write(`${text}\n`);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A wave and a component of which all is known. */
async function pausable(runtime: Runtime, serial: number): Promise<StartRequest> {
  await expect
    .poll(async () => (await runtime.rollouts.all()) && (await rollouts(runtime)).components.length, SOON)
    .toBeGreaterThan(serial);
  const { components, waves } = await rollouts(runtime);
  const target = { component: components[serial]?.component ?? '', waves: [waves.at(-1)?.name ?? ''] };
  return { verb: 'pause-wave', target, fingerprint: '', reason: 'freeze' };
}

it('shows the picture of the elected replica at another, which reads nothing', async () => {
  await expect.poll(() => first.feed.current()?.view.cells.length, SOON).toBe(12);
  await expect.poll(() => first.metricsText(), SOON).toMatch(/^cellwatch_minutes_to_fill 0$/m);
  const registries = await bed.called('GetObject');
  const started = performance.now();
  second = await bed.start();
  await expect.poll(() => version(second) === version(first) && ownVersion(first), SOON).toBe(true);
  const intervals = Math.ceil((performance.now() - started) / 2_000);
  expect((await bed.called('GetObject')) - registries).toBeLessThanOrEqual(intervals + 1);
  expect(second.feed.current()?.etag).toBe(first.feed.current()?.etag);
  expect(second.readiness()).toEqual({ storeMigrated: true, registryKnown: true, problems: [] });
}, 60_000);

it('shows a cell, rollouts and one pipeline at the other as at the elected one', async () => {
  await expect.poll(() => first.rollouts.pipelines?.length, SOON).toBeGreaterThan(0);
  const pipeline = first.rollouts.pipelines?.[0] ?? '';
  const same = (read: (runtime: Runtime) => Promise<{ version: string; etag: string } | null>) => async () => {
    const [there, here] = await Promise.all([read(first), read(second)]);
    return there?.etag === here?.etag && there?.version === here?.version && there !== null;
  };
  await expect
    .poll(
      same((runtime) => runtime.rollouts.all()),
      SOON,
    )
    .toBe(true);
  await expect
    .poll(
      same((runtime) => runtime.rollouts.of(pipeline)),
      SOON,
    )
    .toBe(true);
  const name = first.feed.current()?.view.cells.find((cell) => cell.environment === 'production')?.name ?? '';
  await expect
    .poll(async () => {
      const [there, here] = await Promise.all([first.cell(name, '3h'), second.cell(name, '3h')]);
      return JSON.stringify(there) === JSON.stringify(here) && [here?.series.length, (here?.alarms.length ?? 0) > 0];
    }, SOON)
    .toEqual([4, true]);
}, 60_000);

it('tells viewers of the other of a change within a second', async () => {
  const at = new Map<string | null, number>();
  const late: number[] = [];
  const stop = [
    first.feed.subscribe(({ id }) => void at.set(id, performance.now())),
    second.feed.subscribe(({ id }) => {
      const told = at.get(id);
      if (told !== undefined) late.push(performance.now() - told);
    }),
  ];
  await expect.poll(() => late.length, SOON).toBeGreaterThanOrEqual(5);
  for (const end of stop) end();
  const median = late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)] ?? 0;
  figure(`a change reaches viewers of another replica: median ${median.toFixed(0)} ms, at most ${Math.max(...late).toFixed(0)} ms`);
  expect(median).toBeLessThan(1_000);
}, 60_000);

it('goes on with the events of one replica at another', async () => {
  const seen = version(first) ?? '';
  await expect.poll(() => second.feed.since(seen)?.length, SOON).toBeGreaterThan(0);
  expect(second.feed.since('nobody-1')).toBeNull();
}, 60_000);

it('carries out at one replica what viewers of the others see', async () => {
  const told: string[] = [];
  const stop = first.feed.subscribe(({ type, data }) => void (type === 'action' && told.push(data)));
  const request = await pausable(second, 0);
  const { id } = await second.actions.begin(request, bed.caller(), 'key-of-second');
  await expect.poll(async () => (await first.actions.find(id))?.state, SOON).toBe('done');
  await expect
    .poll(async () => (await rollouts(first)).components.find(({ component }) => component === request.target.component)?.paused, SOON)
    .toBeTruthy();
  await expect.poll(() => told.some((data) => data.includes(id)), SOON).toBe(true);
  expect(await first.actions.begin(request, bed.caller(), 'key-of-second')).toEqual({ id });
  stop();
}, 60_000);

it('keeps one audit chain whoever writes', async () => {
  const wanted = { verb: 'halt-all', target: { component: '*' } } as const;
  const refusals = [first, second].flatMap(({ actions }) => Array.from({ length: 8 }, () => actions.refused(wanted, bed.caller())));
  await Promise.all(refusals);
  const store = await openStore({ DATA_DIR: '/nowhere', DATABASE_URL: bed.databaseUrl });
  const audit = await verifyAudit(store);
  await store.close();
  expect(audit).toMatchObject({ ok: true });
  expect(audit.ok && audit.head.count).toBeGreaterThanOrEqual(16);
}, 60_000);

it('goes on at another within ten seconds when the elected one is killed in the midst of an action', async () => {
  const killed = bed.spawn();
  await killed.says('ready');
  await Promise.all([first.stop(), second.stop()]);
  await killed.says('leads');
  const survivor = await bed.start();
  first = survivor;
  await expect.poll(() => version(survivor) !== undefined && !survivor.feed.current()?.view.restored, SOON).toBe(true);
  const request = await pausable(survivor, 1);
  killed.child.stdin?.write(`${JSON.stringify({ request, caller: bed.caller(), key: 'key-of-killed' })}\n`);
  const id = await killed.says('begun');
  killed.child.kill('SIGKILL');
  const at = performance.now();
  await expect.poll(() => ownVersion(survivor), SOON).toBe(true);
  const took = (performance.now() - at) / 1_000;
  figure(`the elected replica is killed, another publishes: ${took.toFixed(1)} s`);
  expect(took).toBeLessThan(10);
  await expect.poll(async () => (await survivor.actions.find(id))?.finishedAt, SOON).toBeTypeOf('number');
  const action = await survivor.actions.find(id);
  figure(`its action is known again: ${((performance.now() - at) / 1_000).toFixed(1)} s, ${action?.state}`);
  expect(['done', 'failed', 'unknown']).toContain(action?.state);
  // A registry is read once every two seconds by one, twice by two.
  const before = await bed.called('GetObject');
  await wait(6_000);
  expect((await bed.called('GetObject')) - before).toBeLessThanOrEqual(4);
}, 90_000);

it('goes on from memory while the database is gone, and heals by itself', async () => {
  second = await bed.start();
  await expect.poll(() => version(second) === version(first) && ownVersion(first), SOON).toBe(true);
  const request = await pausable(second, 2);
  const resume = { ...request, verb: 'resume-wave' as const };
  await bed.server.stop();
  for (const replica of [first, second]) {
    await expect.poll(() => source(replica, 'metrics')?.failures[0]?.message, SOON).toMatch(/cut off.*PostgreSQL/);
    expect(source(replica, 'metrics')?.state).toBe('stale');
    expect(replica.feed.current()?.view.cells).toHaveLength(12);
    expect((await replica.rollouts.all())?.version).toBeTruthy();
  }
  const reads = await bed.called('GetMetricData');
  const { fingerprint, typedName } = await second.actions.plan(resume, bed.caller());
  const started = second.actions.begin({ ...resume, fingerprint, typedName: typedName ?? undefined }, bed.caller(), 'key-of-resume');
  await expect(started).rejects.toMatchObject({ code: 'not-recorded' });
  const { id } = await second.actions.begin(request, bed.caller(), 'key-of-outage');
  await expect.poll(async () => (await second.actions.find(id))?.state, SOON).toBe('done');
  expect(await bed.called('GetMetricData')).toBe(reads);
  await bed.server.start();
  const at = performance.now();
  await expect.poll(() => version(first) === version(second) && [first, second].some(ownVersion), SOON).toBe(true);
  figure(`the database is back, all replicas show the same fresh picture: ${((performance.now() - at) / 1_000).toFixed(1)} s`);
  await expect.poll(() => [source(first, 'metrics')?.state, source(second, 'metrics')?.state], SOON).toEqual(['ok', 'ok']);
  await expect.poll(async () => (await first.actions.find(id))?.journaled, SOON).toBe(true);
}, 90_000);
