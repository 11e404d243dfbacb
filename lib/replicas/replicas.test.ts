import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { parseEnv } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { createRuntime } from '#lib/runtime.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { openStore } from '#lib/store/open-store.ts';
import { PostgresServer } from '#lib/store/testing/postgres-server.ts';
import { appKey } from '#simulator/iam/find-key.ts';
import { type RunningSimulator, startSimulator } from '#simulator/start-simulator.ts';

const SOON = { timeout: 20_000, interval: 20 };

let server: PostgresServer;
let simulator: RunningSimulator;
let folder: string;
let address: string;
const running: Runtime[] = [];
beforeAll(async () => {
  simulator = await startSimulator({ cells: 12, seed: 3, port: 0 });
  const { accessKeyId, secretAccessKey } = appKey(simulator.world);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  server = await PostgresServer.start();
  address = await server.newDatabase();
  folder = mkdtempSync(join(tmpdir(), 'replicas-'));
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((replica) => replica.stop()));
  await simulator.close();
  await server.remove();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
}, 60_000);

async function replica(name: string): Promise<Runtime> {
  const env = parseEnv({
    CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
    AWS_ENDPOINT_URL: simulator.url,
    AWS_REGION: 'us-east-1',
    NEXTAUTH_URL: 'http://127.0.0.1:3000',
    NEXTAUTH_SECRET: 'a secret of the test',
    OIDC_ISSUER: 'http://127.0.0.1:4567',
    OIDC_CLIENT_ID: 'cellwatch',
    OIDC_CLIENT_SECRET: 'cellwatch-demo',
    DATA_DIR: join(folder, name),
    DATABASE_URL: address,
    REFRESH_SECONDS: '2',
    LOG_LEVEL: 'error',
  });
  const runtime = await createRuntime({ env, store: await openStore(env), clock: systemClock, log: createLog('error') });
  running.push(runtime);
  return runtime;
}

const called = async (operation: string) => {
  const counts = (await (await fetch(`${simulator.url}/_simulator/calls`)).json()) as { operation: string; count: number }[];
  return counts.reduce((sum, row) => sum + (row.operation === operation ? row.count : 0), 0);
};
const version = (runtime: Runtime) => runtime.feed.current()?.version;

it('shows the picture of the elected replica at another, which reads nothing', async () => {
  const leader = await replica('a');
  await expect.poll(() => leader.feed.current()?.view.cells.length, SOON).toBe(12);
  await expect.poll(() => leader.metricsText(), SOON).toMatch(/^cellwatch_minutes_to_fill 0$/m);
  const registries = await called('GetObject');
  const follower = await replica('b');
  await expect.poll(() => version(follower) === version(leader), SOON).toBe(true);
  expect(await called('GetObject')).toBeLessThanOrEqual(registries + 1);
  expect(follower.feed.current()?.etag).toBe(leader.feed.current()?.etag);
  expect(follower.readiness()).toEqual({ storeMigrated: true, registryKnown: true, problems: [] });
}, 60_000);

it('shows a cell, rollouts and shares of traffic at the other as at the elected one', async () => {
  const [leader, follower] = running as [Runtime, Runtime];
  await expect.poll(() => leader.rollouts.pipelines?.length, SOON).toBeGreaterThan(0);
  await expect
    .poll(async () => {
      const [there, here] = await Promise.all([leader.rollouts.all(), follower.rollouts.all()]);
      return there?.version === here?.version && there?.version;
    }, SOON)
    .toBeTruthy();
  const pipeline = leader.rollouts.pipelines?.[0] ?? '';
  await expect
    .poll(async () => {
      const [there, here] = await Promise.all([leader.rollouts.of(pipeline), follower.rollouts.of(pipeline)]);
      return there?.etag === here?.etag && there?.version;
    }, SOON)
    .toBeTruthy();
  const name = leader.feed.current()?.view.cells.find((cell) => cell.environment === 'production')?.name ?? '';
  await expect
    .poll(async () => {
      const [there, here] = await Promise.all([leader.cell(name, '1h'), follower.cell(name, '1h')]);
      return there?.version === here?.version && JSON.stringify(there?.series) === JSON.stringify(here?.series) && here?.series.length;
    }, SOON)
    .toBe(4);
}, 60_000);

it('tells viewers of the other of a change within a second', async () => {
  const [leader, follower] = running as [Runtime, Runtime];
  const at = new Map<string | null, number>();
  const late: number[] = [];
  const stop = [
    leader.feed.subscribe(({ id }) => void at.set(id, performance.now())),
    follower.feed.subscribe(({ id }) => {
      const told = at.get(id);
      if (told !== undefined) late.push(performance.now() - told);
    }),
  ];
  await expect.poll(() => late.length, SOON).toBeGreaterThanOrEqual(5);
  for (const end of stop) end();
  expect(Math.max(...late)).toBeLessThan(1_000);
  process.stdout.write(`a change reaches another replica's viewers within ${Math.max(...late).toFixed(0)} ms\n`);
}, 60_000);

it('goes on at another when the elected one ends', async () => {
  const [leader, follower] = running as [Runtime, Runtime];
  const before = version(follower);
  const started = performance.now();
  await leader.stop();
  await expect.poll(() => version(follower)?.startsWith(`${follower.boot}-`), SOON).toBe(true);
  process.stdout.write(`another replica publishes after ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(version(follower)).not.toBe(before);
  expect(follower.feed.current()?.view.sources.find(({ id }) => id === 'metrics')).toMatchObject({ state: 'ok' });
}, 60_000);
