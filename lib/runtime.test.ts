import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appKey } from '#simulator/iam/find-key.ts';
import { type RunningSimulator, startSimulator } from '#simulator/start-simulator.ts';
import { startRuntime } from './runtime.ts';
import type { Runtime } from './runtime-contract.ts';

describe('the runtime', () => {
  let simulator: RunningSimulator;
  let runtime: Runtime;
  let folder: string;

  beforeAll(async () => {
    simulator = await startSimulator({ cells: 12, seed: 3, port: 0 });
    const { accessKeyId, secretAccessKey } = appKey(simulator.world);
    folder = await mkdtemp(join(tmpdir(), 'runtime-'));
    for (const [name, value] of Object.entries({
      CELL_REGISTRY: 's3://orbit-cellwatch/registry.json',
      AWS_ENDPOINT_URL: simulator.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      NEXTAUTH_URL: 'http://127.0.0.1:3000',
      NEXTAUTH_SECRET: 'a secret of the test',
      OIDC_ISSUER: 'http://127.0.0.1:4567',
      OIDC_CLIENT_ID: 'cellwatch',
      OIDC_CLIENT_SECRET: 'cellwatch-demo',
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
    })) {
      vi.stubEnv(name, value);
    }
    runtime = await startRuntime();
    // The first fill ends with nothing left to read: from then on it is quiet until the next refresh.
    const filled = () => expect(runtime.metricsText()).toMatch(/^cellwatch_minutes_to_fill 0$/m);
    await vi.waitFor(() => expect(runtime.feed.current()).not.toBeNull(), { timeout: 10_000 });
    await vi.waitFor(filled, { timeout: 10_000 });
  });

  const called = async (operation: string) => {
    const counts = (await (await fetch(`${simulator.url}/_simulator/calls`)).json()) as { operation: string; count: number }[];
    return counts.reduce((sum, row) => sum + (row.operation === operation ? row.count : 0), 0);
  };

  afterAll(async () => {
    await runtime.stop();
    await simulator.close();
    await rm(folder, { recursive: true });
    vi.unstubAllEnvs();
  });

  it('is the same one after a second start, with one collector', async () => {
    expect(await startRuntime()).toBe(runtime);
    expect(await called('GetObject')).toBe(1);
  });

  it('is ready once the registry is known', () => {
    expect(runtime.readiness()).toEqual({ storeMigrated: true, registryKnown: true, problems: [] });
    expect(runtime.feed.current()?.view.cells).toHaveLength(12);
  });

  it('shows a cell on minutes that are kept, without asking AWS', async () => {
    const name =
      runtime.feed.current()?.view.cells.find((cell) => cell.environment === 'production' && cell.state === 'in-service')?.name ?? '';
    const before = await called('GetMetricData');
    const view = await runtime.cell(name, '1h');
    expect(await called('GetMetricData')).toBe(before);
    expect(view?.series.map(({ signal, points, peers }) => [signal, points.length, peers.length])).toEqual(
      ['requests', 'errors', 'latency', 'saturation'].map((signal) => [signal, 60, 60]),
    );
    expect(view?.series[0]?.points.at(-2)).toBeGreaterThan(0);
    expect(view?.series[1]?.objective).toBe(0.001);
    expect(view?.alarms.length).toBeGreaterThan(0);
    const portal = new URL(view?.links[0]?.url ?? '');
    const parameters = new URLSearchParams(portal.hash.split('?')[1]);
    expect(portal.host).toBe('orbit.awsapps.com');
    expect([parameters.get('account_id'), parameters.get('role_name')]).toEqual([view?.cell.accountId, 'ReadOnly']);
    expect(new URL(parameters.get('destination') ?? '').host).toBe(`${view?.cell.region}.console.aws.amazon.com`);
    expect(await runtime.cell('no-such-cell', '1h')).toBeNull();
  });

  it('reads a long history once however many look', async () => {
    const name = runtime.feed.current()?.view.cells[0]?.name ?? '';
    const before = await called('GetMetricData');
    const views = await Promise.all(Array.from({ length: 20 }, () => runtime.cell(name, '7d')));
    await runtime.cell(name, '7d');
    expect(await called('GetMetricData')).toBe(before + 1);
    expect(views[0]).toMatchObject({ stepSeconds: 3600, range: '7d' });
    expect(views[0]?.series[0]?.points).toHaveLength(168);
    expect(views[0]?.series[0]?.points.some((value) => value !== null && value > 0)).toBe(true);
  });

  it('fetches costs by itself, tells their age in the freshness bar, and its own bill', async () => {
    await vi.waitFor(() => expect(runtime.costs.known()?.facts.traffic.size).toBeGreaterThan(0), { timeout: 30_000 });
    const version = runtime.costs.version;
    expect(runtime.costs.failure()).toBeNull();
    expect(runtime.costs.nextFetch()).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    const costs = () => runtime.feed.current()?.view.sources.find(({ id }) => id === 'costs');
    await vi.waitFor(() => expect(costs()).toMatchObject({ state: 'ok', coverage: { ok: 1, of: 1 } }), { timeout: 20_000 });
    expect(runtime.costs.version).toBe(version);
    const paid = await called('GetCostAndUsage');
    const own = runtime.costs.ownBill().classes.find(({ name }) => name === 'Cost Explorer requests');
    expect(own?.calls).toBe(paid + 1);
    expect(runtime.metricsText()).toMatch(/^cellwatch_own_bill_usd\{class="Cost Explorer requests"\} 0\.\d+$/m);
  }, 60_000);

  it('tells its own calls and their price to Prometheus', () => {
    const text = runtime.metricsText();
    expect(text).toMatch(/^cellwatch_aws_calls_total\{service="CloudWatch",operation="GetMetricData"\} [1-9]\d*$/m);
    expect(text).toMatch(/^cellwatch_aws_estimated_usd_total\{service="CloudWatch",operation="GetMetricData"\} 0\.\d+$/m);
    expect(text).toMatch(/^cellwatch_source_age_seconds\{source="alarms"\} \d/m);
    expect(text.split('\n').filter((line) => line !== '' && !/^(# (HELP|TYPE) |[a-z_0-9]+(\{[^}]*\})? -?[\d.e+-]+$)/.test(line))).toEqual(
      [],
    );
  });
});
