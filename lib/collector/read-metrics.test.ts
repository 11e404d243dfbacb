import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Signal } from '#lib/domain/registry/registry.ts';
import { Patience } from './patience.ts';
import { readTail } from './read-metrics.ts';
import { type RegistryDocument, simulatedFleet } from './testing/simulated-fleet.ts';

const MINUTE = 60_000;
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function fleet(cells: number, change?: (registry: RegistryDocument) => RegistryDocument) {
  const made = await simulatedFleet({ cells });
  ended.push(made.close);
  if (change) made.publishRegistry(change(made.registry()));
  // What GetMetricData asked the world for, a metric each: account, Region, key, statistic, period, start, end.
  const points = vi.spyOn(made.world.metrics, 'points');
  const windows = () => [...new Set(points.mock.calls.map(([, , , , period, start, end]) => `${period} ${start} ${end}`))];
  const sent = async () => (await made.calls('GetMetricData')).reduce((sum, row) => sum + row.count, 0);
  return { ...made, points, windows, sent };
}

async function filled(cells: number, change?: (registry: RegistryDocument) => RegistryDocument) {
  const made = await fleet(cells, change);
  await made.fill();
  made.points.mockClear();
  await made.forgetCalls();
  return made;
}

/** ceil(cells of the Region × signals / 500), with the few metrics of shared items. */
function bound(registry: RegistryDocument): number {
  const perRegion = new Map<string, number>();
  const add = (region: string, metrics: number) => perRegion.set(region, (perRegion.get(region) ?? 0) + metrics);
  for (const cell of registry.cells) add(cell.region, Object.keys(registry.metrics.signals).length);
  for (const item of registry.shared) add(item.region, Object.keys(item.signals).length);
  return [...perRegion.values()].reduce((sum, metrics) => sum + Math.ceil(metrics / 500), 0);
}

describe('one refresh', () => {
  const taking = 'takes exactly ceil(metrics / 500) calls a Region at %i cells, however many look, for 15 minutes';
  it.each([24, 1000])(taking, { timeout: 60_000 }, async (cells) => {
    const { clock, collector, broadcast, forgetCalls, points, windows, sent, registry } = await fleet(cells);
    await collector.refreshRegistry();
    await collector.refreshMetrics();
    for (let viewer = 0; viewer < 200; viewer++) broadcast.subscribe(() => {});
    clock.time += MINUTE;
    await forgetCalls();
    points.mockClear();
    await collector.refreshMetrics();
    expect(await sent()).toBe(bound(registry()));
    expect(points).toHaveBeenCalledTimes(4 * cells + 3);
    const end = Math.floor(clock.time / MINUTE) * MINUTE;
    expect(windows()).toEqual([`60 ${end - 15 * MINUTE} ${end}`]);
  });

  it('assumes the reader role once, until five minutes before the session ends', async () => {
    const { clock, collector, calls, forgetCalls } = await filled(24);
    const assumed = async () => (await calls('AssumeRole')).reduce((sum, row) => sum + row.count, 0);
    clock.time += 54 * MINUTE;
    await collector.refreshMetrics();
    await collector.refreshAlarms();
    expect(await assumed()).toBe(0);
    clock.time += 2 * MINUTE;
    await collector.refreshMetrics();
    expect(await assumed()).toBe(1);
    await collector.refreshAlarms();
    // 24 cells, the routing layer and the monitoring account.
    expect(await assumed()).toBe(26);
    await forgetCalls();
    await collector.refreshAlarms();
    expect(await assumed()).toBe(0);
  });
});

describe('the past', () => {
  it('is read as far as the rules need it, as the world has it', async () => {
    const { clock, collector, world } = await filled(6);
    const end = Math.floor(clock.time / MINUTE) * MINUTE;
    for (const cell of world.cells) {
      const facts = collector.book.cells.get(cell.name);
      for (const [signal, metric, statistic, minutes] of [
        ['requests', 'Requests', 'Sum', 375],
        ['latency', 'Latency', 'p99', 180],
      ] as [Signal, string, string, number][]) {
        const key = { namespace: 'Cell', name: metric, dimensions: [{ name: 'Cell', value: cell.name }] };
        const truth = world.metrics.points(cell.accountId, cell.region, key, statistic, 60, end - minutes * MINUTE, end);
        const known = facts?.minutes[signal];
        expect(truth?.values.length).toBeGreaterThan(minutes / 2);
        expect(truth?.timestamps.map((time) => known?.at(time / MINUTE))).toEqual(truth?.values);
      }
    }
    expect(collector.book.metrics.every((metric) => metric.gaps.length === 0)).toBe(true);
    const busy = collector.book.metrics.find((metric) => metric.signal === 'requests');
    const hour = Math.floor(clock.time / 3_600_000);
    expect(busy?.facts.hours.requests?.at(hour - 1)).toBeGreaterThan(0);
    expect(busy?.facts.hours.requests?.at(hour - 190)).toBeGreaterThan(0);
  });

  it('is read again where collecting had a gap, and only there', async () => {
    const { clock, collector, points, windows } = await filled(6);
    const before = Math.floor(clock.time / MINUTE);
    clock.time += 50 * MINUTE;
    await collector.refreshMetrics();
    points.mockClear();
    await collector.fillGaps();
    expect(windows().filter((one) => one.startsWith('60 '))).toEqual([`60 ${before * MINUTE} ${(before + 35) * MINUTE}`]);
    const busy = collector.book.metrics.find((metric) => metric.signal === 'requests');
    expect(busy?.facts.minutes.requests?.at(before + 10)).toBeGreaterThan(0);
  });
});

describe('a read that fails', () => {
  it('is told of the one linked account that is forbidden while the others go on, and heals', async () => {
    const { clock, collector, world, cell, source, fault, endFaults } = await filled(6);
    const victim = world.cells.find((one) => one.environment === 'production');
    await fault({ service: 'CloudWatch', operation: 'GetMetricData', accountId: victim?.accountId ?? '', kind: 'deny' });
    clock.time += MINUTE;
    await collector.refreshMetrics();
    expect(source('metrics')).toMatchObject({
      state: 'error',
      coverage: { ok: 5, of: 6 },
      failures: [{ accountId: victim?.accountId, code: 'access-denied' }],
    });
    expect(source('metrics')?.failures).toHaveLength(1);
    for (const one of world.cells) {
      const expected = one === victim ? 'no-data' : 'healthy';
      expect([one.name, cell(one.name)?.health]).toEqual([one.name, expected]);
    }
    const minute = Math.floor(clock.time / MINUTE) - 1;
    const other = world.cells.find((one) => one !== victim)?.name ?? '';
    expect(collector.book.cells.get(other)?.minutes.requests?.at(minute)).toBeGreaterThanOrEqual(0);
    await endFaults();
    await collector.refreshMetrics();
    expect(source('metrics')).toMatchObject({ state: 'ok', failures: [] });
  });

  it('leaves what is known, marked, when everything is throttled', async () => {
    const { clock, collector, view, source, fault } = await filled(6);
    const before = view().cells.map((one) => one.requestsPerSecond);
    await fault({ service: 'CloudWatch', operation: '*', kind: 'throttle' });
    clock.time += 5_000;
    const round = await collector.refreshMetrics();
    expect(round.throttled).toBe(true);
    expect(view().cells.map((one) => one.requestsPerSecond)).toEqual(before);
    expect(source('metrics')?.failures[0]).toMatchObject({ code: 'throttled', accountId: '100000000002' });
  });
});

describe("metrics of the cells' own accounts", () => {
  const own = (registry: RegistryDocument) => ({ ...registry, metrics: { ...registry.metrics, from: 'cell-accounts' } });

  it('are read as the reader of each account, and not through the monitoring account', async () => {
    const { clock, collector, world, calls, cell, windows } = await filled(6, own);
    clock.time += MINUTE;
    await collector.refreshMetrics();
    const readers = (await calls('GetMetricData')).map((row) => `${row.principalArn} ${row.region} ${row.count}`);
    const arn = (accountId: string) => `arn:aws:sts::${accountId}:assumed-role/CellwatchReader/cellwatch-reader`;
    expect(readers.toSorted()).toEqual(
      [...world.cells.map((one) => `${arn(one.accountId)} ${one.region} 1`), `${arn('100000000004')} us-east-1 1`].toSorted(),
    );
    expect(windows()).toHaveLength(1);
    for (const one of world.cells) expect([one.name, cell(one.name)?.health]).toEqual([one.name, 'healthy']);
  });

  it('fail in the one account that is throttled, by its name', async () => {
    const { clock, collector, world, source, cell, fault } = await filled(6, own);
    const [throttled, other] = world.cells;
    await fault({ service: 'CloudWatch', operation: 'GetMetricData', accountId: throttled?.accountId ?? '', kind: 'throttle' });
    clock.time += MINUTE;
    expect((await collector.refreshMetrics()).throttled).toBe(true);
    expect(source('metrics')).toMatchObject({
      coverage: { ok: 5, of: 6 },
      failures: [{ accountId: throttled?.accountId, region: throttled?.region, code: 'throttled' }],
    });
    expect(source('metrics')?.failures).toHaveLength(1);
    expect(cell(throttled?.name)?.evidence[0]?.text).toContain('throttled');
    expect(cell(other?.name)?.health).toBe('healthy');
  });

  it('hold up nobody when they hang', { timeout: 60_000 }, async () => {
    const { aws, clock, collector, world, fault } = await fleet(24, own);
    await collector.refreshRegistry();
    await collector.refreshMetrics();
    const stuck = world.cells.slice(0, 14);
    for (const { accountId } of stuck) await fault({ service: 'CloudWatch', operation: 'GetMetricData', accountId, kind: 'timeout' });
    const readLast = () =>
      world.cells
        .filter(({ name }) => collector.book.cells.get(name)?.metricReads.requests?.observedAt === clock.time)
        .map(({ name }) => name);
    const others = world.cells.slice(14).map(({ name }) => name);
    const patience = new Patience(1_000);
    const started = performance.now();
    for (let round = 0; round < 2; round++) {
      clock.time += MINUTE;
      await readTail(aws, clock, collector.book.metrics, MINUTE, patience);
      // A busy machine answers late too.
      await vi.waitFor(() => expect(readLast()).toEqual(others), { timeout: 10_000 });
    }
    // One call that hangs is given up after 30 s, and more hang than there are lanes.
    expect(performance.now() - started).toBeLessThan(25_000);
  });
});
