import { afterEach, describe, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import type { StubRequest } from '#lib/aws/testing/aws-stub.ts';
import type { Alarm } from '#lib/domain/facts.ts';
import { createLog } from '#lib/log.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { CellHistory } from './cell-history.ts';
import { Collector } from './collector.ts';
import { FleetBroadcast } from './fleet-broadcast.ts';
import { worldOverHttp } from './testing/world-over-http.ts';

/** Whether all queries of a GetMetricData are about one cell. */
const isOf = (name: string, { MetricDataQueries: queries }: StubRequest['body']): boolean =>
  queries.every(({ MetricStat }: (typeof queries)[number]) => MetricStat.Metric.Dimensions[0].Value === name);
const START = Date.UTC(2026, 10, 18, 12, 0, 20);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function make(cells = 24) {
  const clock = { time: START, now: () => clock.time };
  const served = await worldOverHttp({ cells, seed: 7, clock });
  const credentials = { accessKeyId: 'AKIABASE', secretAccessKey: 'base' };
  const aws = new Aws({ region: 'us-east-1', clock, endpoint: served.url, credentials });
  const collector = new Collector({
    aws,
    clock,
    store: null,
    location: { kind: 's3', bucket: REGISTRY_BUCKET, key: REGISTRY_KEY },
    home: 'us-east-1',
    refreshSeconds: 60,
    broadcast: new FleetBroadcast('boot'),
    log: createLog('error', () => {}),
    coalesceMs: 0,
  });
  ended.push(
    () => served.close(),
    () => aws.stop(),
  );
  await collector.refreshRegistry();
  await collector.refreshMetrics();
  await collector.refreshAlarms();
  await collector.refreshHours();
  const registry = collector.registryKeeper.registry;
  if (!registry) throw new Error('no registry was read');
  const history = new CellHistory(aws, clock, 'us-east-1');
  const members = registry.cells.filter((cell) => cell.wave === 'large' && cell.state === 'in-service' && cell.cloud === 'aws');
  const [cell, other] = members;
  if (!cell || !other) throw new Error('the wave is too small');
  const read = (range: '1h' | '3h' | '24h' | '7d', of = cell) => history.read(registry, collector.book.cells, of, range);
  const asked = (operation: string) => served.requests.filter((request) => request.operation === operation).length;
  const setAlarm = (name: string, state: Alarm['state']) =>
    served.world.alarms.setState(cell.accountId ?? '', cell.region, `${cell.name}-${name}`, state, 'by hand', null);
  return { clock, served, collector, registry, cell, other, members, read, asked, setAlarm };
}

describe('past alarms', () => {
  it('are those of the cell within the range, read once however many look', async () => {
    const { clock, cell, read, asked, setAlarm } = await make();
    setAlarm('latency-high', 'ALARM');
    const rang = clock.time;
    clock.time += 10 * MINUTE;
    setAlarm('latency-high', 'OK');
    clock.time += 10 * MINUTE;
    const before = asked('DescribeAlarmHistory');
    const [first] = await Promise.all(Array.from({ length: 30 }, () => read('1h')));
    await read('1h');
    expect(asked('DescribeAlarmHistory') - before).toBe(1);
    const changes = first?.alarms?.changes.filter(({ alarm }) => alarm === `${cell.name}-latency-high`);
    expect(changes?.map(({ at, from, to }) => [at, from, to]).at(-1)).toEqual([rang, 'OK', 'ALARM']);
    expect(first).toMatchObject({ notes: [], pending: false });
  });

  it('are read again as soon as an alarm of the cell is seen in another state', async () => {
    const { clock, collector, cell, read, asked, setAlarm } = await make();
    await read('7d');
    clock.time += MINUTE;
    const before = asked('DescribeAlarmHistory');
    setAlarm('latency-high', 'ALARM');
    await collector.refreshAlarms();
    const { alarms } = await read('7d');
    expect(asked('DescribeAlarmHistory') - before).toBe(1);
    expect(alarms?.changes.map(({ alarm }) => alarm)).toContain(`${cell.name}-latency-high`);
  });

  it('that may not be read are told in words, and asked for no oftener because many look', async () => {
    const { served, read, asked } = await make();
    served.faults.answer = ({ operation }) =>
      operation === 'DescribeAlarmHistory'
        ? { status: 400, body: { __type: 'com.amazonaws.cloudwatch#AccessDeniedException', message: 'not authorized to perform' } }
        : null;
    for (let look = 0; look < 20; look++) {
      const { alarms, notes, signals } = await read('1h');
      expect(alarms).toBeNull();
      expect(notes).toEqual([
        expect.stringMatching(/^Past alarms can't all be shown. Access denied: .*cloudwatch:DescribeAlarmHistory.*\.$/),
      ]);
      expect(signals.points.requests).toHaveLength(60);
    }
    expect(asked('DescribeAlarmHistory')).toBe(1);
  });

  it('that hang hold up neither the charts nor the page', async () => {
    const { served, read } = await make();
    served.faults.answer = ({ operation }) => (operation === 'DescribeAlarmHistory' ? { hang: true } : null);
    const { notes, pending, signals } = await read('1h');
    expect([notes, pending]).toEqual([['Past alarms are being read.'], true]);
    expect(signals.points.requests).toHaveLength(60);
  });
});

describe('peers over long ranges', () => {
  it('of seven days come from kept hours and from at most eleven members, read once for all cells of the wave', async () => {
    const { cell, other, members, read, served } = await make();
    const before = served.requests.length;
    const [mine, theirs] = await Promise.all([read('7d'), read('7d', other)]);
    await read('7d');
    const calls = served.requests.slice(before).filter(({ operation }) => operation === 'GetMetricData');
    // One for each of the two cells, and one for the wave in each of its Regions.
    expect(calls).toHaveLength(2 + new Set(members.map(({ region }) => region)).size);
    const queries = calls
      .filter(({ body }) => !isOf(cell.name, body) && !isOf(other.name, body))
      .flatMap(({ body }) => body.MetricDataQueries);
    expect(queries.length).toBeLessThanOrEqual(2 * 11);
    expect(new Set(queries.map((query) => query.MetricStat.Metric.MetricName))).toEqual(new Set(['Latency', 'Saturation']));
    for (const signal of ['requests', 'errors', 'latency', 'saturation'] as const) {
      expect(mine.signals.peers[signal]).toHaveLength(168);
      expect(mine.signals.peers[signal]?.filter((value) => Number.isNaN(value)).length).toBeLessThan(3);
    }
    // Requests are a rate in both, so that the two lines can be compared.
    const ratio = (mine.signals.points.requests?.at(-5) ?? 0) / (mine.signals.peers.requests?.at(-5) ?? 0);
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(5);
    expect(theirs.signals.peers.latency).not.toEqual(mine.signals.peers.latency);
    expect(cell.name).not.toBe(other.name);
  });

  it('of a day are read for all four signals', async () => {
    const { read } = await make();
    const { signals } = await read('24h');
    for (const signal of ['requests', 'errors', 'latency', 'saturation'] as const) {
      expect(signals.peers[signal]).toHaveLength(288);
      expect(signals.peers[signal]?.at(-10)).toBeGreaterThanOrEqual(0);
    }
  });

  it('stay beside the cell’s own points when only these could be read anew', async () => {
    const { clock, served, cell, read } = await make();
    const first = await read('24h');
    clock.time += 5 * MINUTE;
    served.faults.answer = ({ operation, body }) =>
      operation === 'GetMetricData' && !isOf(cell.name, body) ? { status: 500, body: { __type: 'InternalServiceFault' } } : null;
    const { signals, notes } = await read('24h');
    expect(signals.start - first.signals.start).toBe(5 * MINUTE);
    expect(signals.peers.latency?.slice(0, 280)).toEqual(first.signals.peers.latency?.slice(1, 281));
    expect(notes.join()).toMatch(/^Peers can't be shown/);
  });
});

it('a long history that cannot be read anew keeps what was known, and says why', async () => {
  const { clock, served, read } = await make();
  const first = await read('24h');
  clock.time += HOUR;
  served.faults.answer = ({ operation }) =>
    operation === 'GetMetricData' ? { status: 400, body: { __type: 'com.amazonaws.cloudwatch#AccessDenied', message: 'no' } } : null;
  const { signals } = await read('24h');
  expect(signals.points).toEqual(first.signals.points);
  expect(signals.problem).toMatch(/access denied/);
});
