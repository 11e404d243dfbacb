import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Alarm } from '#lib/domain/facts.ts';
import { CellHistory } from './cell-history.ts';
import { simulatedFleet } from './testing/simulated-fleet.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

interface Asked {
  operation: string;
  input: GetMetricDataCommandInput;
}

/** Whether all queries of a GetMetricData are about one cell. */
const isOf = (name: string, { MetricDataQueries: queries = [] }: GetMetricDataCommandInput): boolean =>
  queries.every(({ MetricStat }) => MetricStat?.Metric?.Dimensions?.[0]?.Value === name);

/** Sees what goes over the wire, and may refuse it there. */
function watch(aws: Aws) {
  const requests: Asked[] = [];
  const gate: { refuse: (asked: Asked) => AwsFailure | null } = { refuse: () => null };
  const call = aws.call.bind(aws);
  aws.call = ((reader, made, send) =>
    call(reader, made, (client, options) =>
      send(
        {
          send: (command: { input: GetMetricDataCommandInput }, ...rest: unknown[]) => {
            const asked = { operation: made.operation, input: command.input };
            requests.push(asked);
            const refusal = gate.refuse(asked);
            if (refusal) throw refusal;
            return (client as unknown as { send(...given: unknown[]): Promise<never> }).send(command, ...rest);
          },
        } as never,
        options,
      ),
    )) as Aws['call'];
  return { requests, gate };
}

const failure = (code: AwsFailure['code'], message: string) =>
  new AwsFailure(code, message, { service: 'CloudWatch', operation: 'GetMetricData', accountId: null, region: null, role: null });

/** @param patienceMs long by default: a busy machine must not look like AWS that hangs */
async function make(patienceMs = 15_000) {
  const fleet = await simulatedFleet({ cells: 24 });
  const { aws, clock, collector, world } = fleet;
  ended.push(() => fleet.close());
  await collector.refreshRegistry();
  await collector.refreshMetrics();
  await collector.refreshAlarms();
  await collector.refreshHours();
  const { requests, gate } = watch(aws);
  const registry = collector.registryKeeper.registry;
  if (!registry) throw new Error('no registry was read');
  const history = new CellHistory(aws, clock, 'us-east-1', patienceMs);
  const members = registry.cells.filter((cell) => cell.wave === 'large' && cell.state === 'in-service' && cell.cloud === 'aws');
  const [cell, other] = members;
  if (!cell || !other) throw new Error('the wave is too small');
  const read = (range: '1h' | '3h' | '24h' | '7d', of = cell) => history.read(registry, collector.book.cells, of, range);
  const asked = (operation: string) => requests.filter((request) => request.operation === operation).length;
  const setAlarm = (name: string, state: Alarm['state']) =>
    world.alarms.setState(cell.accountId ?? '', cell.region, `${cell.name}-${name}`, state, 'by hand', null);
  return { fleet, clock, requests, gate, collector, registry, cell, other, members, read, asked, setAlarm };
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
    const { fleet, read, asked } = await make();
    await fleet.fault({ service: 'CloudWatch', operation: 'DescribeAlarmHistory', kind: 'deny' });
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
    const { fleet, read } = await make(100);
    await fleet.fault({ service: 'CloudWatch', operation: 'DescribeAlarmHistory', kind: 'timeout' });
    const { notes, pending, signals } = await read('1h');
    expect([notes, pending]).toEqual([['Past alarms are being read.'], true]);
    expect(signals.points.requests).toHaveLength(60);
  });
});

describe('peers over long ranges', () => {
  it('of seven days come from kept hours and from at most eleven members, read once for all cells of the wave', async () => {
    const { cell, other, members, read, requests } = await make();
    const [mine, theirs] = await Promise.all([read('7d'), read('7d', other)]);
    await read('7d');
    const calls = requests.filter(({ operation }) => operation === 'GetMetricData');
    // One for each of the two cells, and one for the wave in each of its Regions.
    expect(calls).toHaveLength(2 + new Set(members.map(({ region }) => region)).size);
    const queries = calls
      .filter(({ input }) => !isOf(cell.name, input) && !isOf(other.name, input))
      .flatMap(({ input }) => input.MetricDataQueries ?? []);
    expect(queries.length).toBeLessThanOrEqual(2 * 11);
    expect(new Set(queries.map((query) => query.MetricStat?.Metric?.MetricName))).toEqual(new Set(['Latency', 'Saturation']));
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
    const { clock, gate, cell, read } = await make();
    const first = await read('24h');
    clock.time += 5 * MINUTE;
    gate.refuse = ({ operation, input }) =>
      operation === 'GetMetricData' && !isOf(cell.name, input) ? failure('service-error', 'CloudWatch GetMetricData failed.') : null;
    const { signals, notes } = await read('24h');
    expect(signals.start - first.signals.start).toBe(5 * MINUTE);
    expect(signals.peers.latency?.slice(0, 280)).toEqual(first.signals.peers.latency?.slice(1, 281));
    expect(notes.join()).toMatch(/^Peers can't be shown/);
  });
});

it('a long history that cannot be read anew keeps what was known, and says why', async () => {
  const { clock, fleet, read } = await make();
  const first = await read('24h');
  clock.time += HOUR;
  await fleet.fault({ service: 'CloudWatch', operation: 'GetMetricData', kind: 'deny' });
  const { signals } = await read('24h');
  expect(signals.points).toEqual(first.signals.points);
  expect(signals.problem).toMatch(/access denied/);
});
