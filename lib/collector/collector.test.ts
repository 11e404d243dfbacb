import { afterEach, describe, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import type { StubRequest } from '#lib/aws/testing/aws-stub.ts';
import type { Signal } from '#lib/domain/registry/registry.ts';
import { createLog } from '#lib/log.ts';
import type { Store } from '#lib/store/store.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { Collector } from './collector.ts';
import { FleetBroadcast } from './fleet-broadcast.ts';
import { worldOverHttp } from './testing/world-over-http.ts';

const START = Date.UTC(2026, 10, 18, 12, 0, 20);
const MINUTE = 60_000;
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function make(cells: number, kept: { store?: Store; broadcast?: FleetBroadcast; at?: number } = {}) {
  const clock = { time: kept.at ?? START, now: () => clock.time };
  const served = await worldOverHttp({ cells, seed: 7, clock });
  const aws = new Aws({
    region: 'us-east-1',
    clock,
    endpoint: served.url,
    credentials: { accessKeyId: 'AKIABASE', secretAccessKey: 'base' },
  });
  const broadcast = kept.broadcast ?? new FleetBroadcast('boot');
  const errors: string[] = [];
  const collector = new Collector({
    aws,
    clock,
    store: kept.store ?? null,
    location: { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY },
    home: 'us-east-1',
    refreshSeconds: 60,
    broadcast,
    log: createLog('error', (line) => errors.push(line)),
    coalesceMs: 0,
  });
  ended.push(
    () => served.close(),
    () => aws.stop(),
    () => expect(errors).toEqual([]),
  );
  const reads = (operation: string) => served.requests.filter((request) => request.operation === operation);
  const view = () => {
    const current = broadcast.current();
    if (!current) throw new Error('nothing was published');
    return current.view;
  };
  return { clock, served, collector, broadcast, reads, view };
}

async function filled(cells: number) {
  const made = await make(cells);
  await made.collector.refreshRegistry();
  await made.collector.refreshMetrics();
  await made.collector.refreshAlarms();
  await made.collector.fillGaps();
  return made;
}

/** ceil(metrics / 500), a Region each. */
function bound(collector: Collector): number {
  const perRegion = new Map<string, number>();
  for (const { reader } of collector.book.metrics) perRegion.set(reader.region, (perRegion.get(reader.region) ?? 0) + 1);
  return [...perRegion.values()].reduce((sum, count) => sum + Math.ceil(count / 500), 0);
}

const window = (request: StubRequest) => [request.body.StartTime * 1000, request.body.EndTime * 1000];

describe('reading metrics', () => {
  it.each([24, 1000])(
    'takes exactly ceil(metrics / 500) calls a Region at %i cells, however many look, and reads 15 minutes',
    async (cells) => {
      const { clock, collector, broadcast, reads, served } = await make(cells);
      await collector.refreshRegistry();
      await collector.refreshMetrics();
      for (let viewer = 0; viewer < 200; viewer++) broadcast.subscribe(() => {});
      clock.time += MINUTE;
      served.requests.length = 0;
      await collector.refreshMetrics();
      expect(reads('GetMetricData')).toHaveLength(bound(collector));
      const end = Math.floor(clock.time / MINUTE) * MINUTE;
      for (const request of reads('GetMetricData')) expect(window(request)).toEqual([end - 15 * MINUTE, end]);
    },
  );

  it('has all minutes and hours that the rules need after the first fill, as the world has them', async () => {
    const { clock, collector, served } = await filled(6);
    const end = Math.floor(clock.time / MINUTE) * MINUTE;
    for (const cell of served.world.cells.filter((one) => one.cloud === 'aws')) {
      const facts = collector.book.cells.get(cell.name);
      for (const [signal, metric, statistic, minutes] of [
        ['requests', 'Requests', 'Sum', 375],
        ['latency', 'Latency', 'p99', 180],
      ] as [Signal, string, string, number][]) {
        const key = { namespace: 'Cell', name: metric, dimensions: [{ name: 'Cell', value: cell.name }] };
        const from = end - minutes * MINUTE;
        const truth = served.world.metrics.points(cell.accountId, cell.region, key, statistic, 60, from, end);
        const known = facts?.minutes[signal];
        expect(truth?.timestamps.map((time) => known?.at(time / MINUTE)) ?? []).toEqual(truth?.values ?? []);
      }
    }
    expect(collector.book.metrics.every((metric) => metric.gaps.length === 0)).toBe(true);
    const busy = collector.book.metrics.find((metric) => metric.signal === 'requests');
    const hour = Math.floor(clock.time / 3_600_000);
    expect(busy?.facts.hours.requests?.at(hour - 1)).toBeGreaterThan(0);
    expect(busy?.facts.hours.requests?.at(hour - 190)).toBeGreaterThan(0);
  });

  it('reads a gap of collection again, and only the gap', async () => {
    const { clock, collector, reads, served } = await filled(6);
    const before = Math.floor(clock.time / MINUTE);
    clock.time += 50 * MINUTE;
    await collector.refreshMetrics();
    served.requests.length = 0;
    await collector.fillGaps();
    const minutes = reads('GetMetricData').filter((request) => request.body.MetricDataQueries[0].MetricStat.Period === 60);
    expect(new Set(minutes.map((request) => window(request).join()))).toEqual(new Set([[before * MINUTE, (before + 35) * MINUTE].join()]));
    const busy = collector.book.metrics.find((metric) => metric.signal === 'requests');
    expect(busy?.facts.minutes.requests?.at(before + 10)).toBeGreaterThan(0);
  });

  it('tells which account is denied while the others go on, and heals', async () => {
    const { clock, collector, served, view } = await filled(6);
    const victim = served.world.cells.find((cell) => cell.cloud === 'aws' && cell.environment === 'production');
    served.faults.answer = ({ operation, body }) => {
      if (operation !== 'GetMetricData') return null;
      const results = body.MetricDataQueries.map((query: { Id: string; AccountId?: string }) =>
        query.AccountId === victim?.accountId
          ? { Id: query.Id, StatusCode: 'Forbidden' }
          : { Id: query.Id, StatusCode: 'Complete', Timestamps: [], Values: [] },
      );
      return { body: { MetricDataResults: results } };
    };
    clock.time += MINUTE;
    await collector.refreshMetrics();
    const metrics = view().sources.find((source) => source.id === 'metrics');
    expect(metrics).toMatchObject({
      state: 'error',
      coverage: { ok: 5, of: 6 },
      failures: [{ accountId: victim?.accountId, code: 'access-denied' }],
    });
    expect(view().cells.find((cell) => cell.name === victim?.name)?.health).toBe('no-data');
    served.faults.answer = null;
    await collector.refreshMetrics();
    expect(view().sources.find((source) => source.id === 'metrics')).toMatchObject({ state: 'ok', failures: [] });
  });

  it('keeps what it knows and marks it when everything is throttled', async () => {
    const { clock, collector, served, view } = await filled(6);
    const before = view().cells.map((cell) => cell.requestsPerSecond);
    served.faults.answer = () => ({ status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } });
    clock.time += 5_000;
    const round = await collector.refreshMetrics();
    expect(round.throttled).toBe(true);
    expect(view().cells.map((cell) => cell.requestsPerSecond)).toEqual(before);
    expect(view().sources.find((source) => source.id === 'metrics')?.failures[0]?.code).toBe('throttled');
  });
});

describe('alarms', () => {
  it('shows the account whose reader role is denied, by name of the role', async () => {
    const { clock, collector, served, view } = await filled(6);
    const victim = served.world.cells.find((cell) => cell.cloud === 'aws');
    served.faults.answer = ({ operation }, accountId) =>
      operation === 'DescribeAlarms' && accountId === victim?.accountId
        ? { status: 403, body: { __type: 'AccessDeniedException', message: 'not authorized to perform: cloudwatch:DescribeAlarms' } }
        : null;
    clock.time += MINUTE;
    await collector.refreshMetrics();
    await collector.refreshAlarms();
    const alarms = view().sources.find((source) => source.id === 'alarms');
    expect(alarms).toMatchObject({ state: 'error', failures: [{ accountId: victim?.accountId, code: 'access-denied' }] });
    expect(alarms?.failures[0]?.message).toContain('cloudwatch:DescribeAlarms');
    expect(alarms?.coverage.ok).toBe((alarms?.coverage.of ?? 0) - 1);
  });
});

describe('the registry', () => {
  it('stays in force when a new version is refused, visibly, and follows the next valid one', async () => {
    const { collector, served, view } = await filled(6);
    const objects = served.world.buckets.get(REGISTRY_BUCKET)?.objects;
    const good = objects?.get(REGISTRY_KEY);
    if (!objects || !good) throw new Error('the world has no registry');
    const put = (text: string, etag: string) => objects.set(REGISTRY_KEY, { ...good, body: Buffer.from(text), etag });
    const parsed = JSON.parse(Buffer.from(good.body).toString('utf8'));
    put(JSON.stringify({ ...parsed, cells: [{ ...parsed.cells[0], wave: 'no such wave' }] }), '"2"');
    await collector.refreshRegistry();
    expect(view().cells).toHaveLength(6);
    expect(view().sources.find((source) => source.id === 'registry')).toMatchObject({ state: 'error', coverage: { ok: 0, of: 1 } });
    expect(view().sources[0]?.failures[0]?.message).toContain('cells[0].wave');
    await collector.refreshRegistry();
    expect(view().sources[0]?.state).toBe('error');
    // Components name the cells that their stages reach: without the cell, they would be refused.
    put(JSON.stringify({ ...parsed, cells: parsed.cells.slice(1), components: [] }), '"3"');
    await collector.refreshRegistry();
    expect(view().cells.map((cell) => cell.name)).toEqual(parsed.cells.slice(1).map((cell: { name: string }) => cell.name));
    expect(view().sources[0]?.state).toBe('ok');
  });
});

describe('the picture', () => {
  it('is told to subscribers as changes only, which resume by id', async () => {
    const { clock, collector, broadcast, served } = await filled(6);
    const first = broadcast.current()?.version ?? '';
    const events: { id: string; data: string }[] = [];
    broadcast.subscribe((event) => events.push(event));
    await collector.refreshAlarms();
    expect(JSON.parse(events[0]?.data ?? '{}')).toMatchObject({ previous: first, changed: [], removed: [] });
    served.world.incidents.start({
      cell: served.world.cells.find((cell) => cell.environment === 'production')?.name ?? '',
      kind: 'errors',
      severity: 1,
    });
    clock.time += 3 * MINUTE;
    await collector.refreshMetrics();
    expect(JSON.parse(events[1]?.data ?? '{}').changed.length).toBeGreaterThan(0);
    expect(broadcast.since(first)?.map((event) => event.id)).toEqual(events.map((event) => event.id));
    expect(broadcast.since(broadcast.current()?.version ?? '')).toEqual([]);
    expect(broadcast.since('other-1')).toBeNull();
  });

  it('comes back after a restart, marked as restored, and does not repeat changes of health', async () => {
    const changes: unknown[] = [];
    let kept: { at: number; body: Uint8Array } | null = null;
    const store = {
      recordChanges: async (more: readonly unknown[]) => void changes.push(...more),
      saveSnapshot: async (_: string, at: number, body: Uint8Array) => {
        kept = { at, body };
      },
      lastSnapshot: async () => kept,
    } as unknown as Store;
    const first = await make(6, { store });
    await first.collector.refreshRegistry();
    await first.collector.refreshMetrics();
    await first.collector.refreshAlarms();
    await first.collector.fillGaps();
    await first.collector.stop();
    const recorded = changes.length;
    expect(recorded).toBeGreaterThan(0);

    const second = await make(6, { store, broadcast: new FleetBroadcast('next'), at: START + 30_000 });
    await second.collector.restore();
    expect(second.view()).toMatchObject({ restored: true, version: 'next-1', observedAt: first.view().observedAt });
    expect(second.view().cells).toEqual(first.view().cells);
    expect(second.view().sources.every((source) => source.state === 'waiting')).toBe(true);
    await second.collector.refreshRegistry();
    await second.collector.refreshMetrics();
    expect(second.view().restored).toBe(true);
    await second.collector.refreshAlarms();
    expect(second.view().restored).toBe(false);
    expect(changes.length).toBe(recorded);
  });
});
