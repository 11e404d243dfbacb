import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AlarmDefinition } from '#simulator/world/types.ts';
import { AlarmTargets } from './alarm-targets.ts';
import { type RegistryDocument, simulatedFleet } from './testing/simulated-fleet.ts';

const MINUTE = 60_000;
const MONITORING = '100000000002';
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function fleet(cells: number, change?: (registry: RegistryDocument) => RegistryDocument) {
  const made = await simulatedFleet({ cells });
  ended.push(made.close);
  if (change) made.publishRegistry(change(made.registry()));
  const [victim, other] = made.world.cells.filter((one) => one.cloud === 'aws' && one.environment === 'production');
  if (!victim || !other) throw new Error('the world is too small');
  return { ...made, victim, other };
}

/** An alarm that pages, on requests of a cell: by its metric's account and dimension, or its own account's metric without any. */
function onRequests(name: string, threshold: number, cell: { accountId: string; name: string } | null, named = true): AlarmDefinition {
  const dimensions = named && cell ? [{ name: 'Cell', value: cell.name }] : [];
  return {
    name,
    description: null,
    kind: 'metric',
    actionsEnabled: true,
    okActions: [],
    alarmActions: ['arn:aws:sns:us-east-1:100000000002:pager'],
    insufficientDataActions: [],
    metric: {
      key: { namespace: 'Cell', name: 'Requests', dimensions },
      accountId: cell?.accountId ?? null,
      statistic: 'Sum',
      extendedStatistic: null,
      periodSeconds: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: null,
      threshold,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData: threshold < 0 ? 'breaching' : 'missing',
      unit: null,
    },
    composite: null,
  };
}
const FIRES = -1;
const RESTS = 1e12;

describe('alarms of the cells', () => {
  it.each(['deny', 'throttle'] as const)('name the account whose read fails (%s), and mark its cell alone', async (kind) => {
    const { clock, collector, victim, world, cell, source, fault, fill } = await fleet(6);
    await fill();
    await fault({ service: 'CloudWatch', operation: 'DescribeAlarms', accountId: victim.accountId, kind });
    clock.time += MINUTE;
    await collector.refreshMetrics();
    const round = await collector.refreshAlarms();
    expect(round).toEqual({ throttled: kind === 'throttle', any: true });
    const code = kind === 'deny' ? 'access-denied' : 'throttled';
    expect(source('alarms')).toMatchObject({ state: 'error', failures: [{ accountId: victim.accountId, region: victim.region, code }] });
    expect(source('alarms')?.failures).toHaveLength(1);
    expect(source('alarms')?.coverage.ok).toBe((source('alarms')?.coverage.of ?? 0) - 1);
    for (const one of world.cells) expect(cell(one.name)?.health).toBe(one === victim ? 'no-data' : 'healthy');
    if (kind === 'deny') expect(source('alarms')?.failures[0]?.message).toContain('cloudwatch:DescribeAlarms');
  });

  it('are told apart in an account with several cells; one that names none is shown by each of them', async () => {
    const { clock, collector, world, victim, cell, fill } = await fleet(6, (registry) => {
      const cells = registry.cells.map((one: { name: string }) => ({ ...one }));
      const [first, second] = cells.filter((one: { environment: string }) => one.environment === 'production');
      Object.assign(second, { accountId: first.accountId, region: first.region });
      return { ...registry, cells };
    });
    const { accountId, region } = victim;
    const twin = world.cells.filter((one) => one.environment === 'production')[1]?.name ?? '';
    // The twin reports from the account that it shares.
    const publish = () => {
      const datum = { dimensions: [{ name: 'Cell', value: twin }], unit: null, counts: [1] };
      const put = (name: string, value: number, timestamp: number) =>
        world.metrics.put(accountId, region, 'Cell', [{ ...datum, name, timestamp, values: [value] }]);
      for (let ago = 1; ago <= 30; ago++) {
        const at = clock.time - ago * MINUTE;
        for (const [name, value] of [
          ['Requests', 900],
          ['Latency', 100],
          ['Saturation', 30],
        ] as const)
          put(name, value, at);
      }
    };
    publish();
    world.alarms.put(accountId, region, onRequests(`${twin}-queue`, RESTS, null));
    await fill();
    expect([cell(victim.name)?.health, cell(twin)?.health]).toEqual(['healthy', 'healthy']);
    const names = (name: string) => collector.book.cells.get(name)?.alarms.map((alarm) => alarm.name);
    expect(names(victim.name)).toHaveLength(5);
    expect(names(twin)).toEqual([`${twin}-queue`]);

    world.alarms.put(accountId, region, onRequests('database', FIRES, null));
    clock.time += 2 * MINUTE;
    publish();
    await collector.refreshMetrics();
    await collector.refreshAlarms();
    for (const name of [victim.name, twin]) {
      expect(cell(name)?.health).toBe('degraded');
      expect(cell(name)?.evidence[0]?.text).toBe('alarm database, in the account');
    }
  });
});

describe('alarms that the monitoring account keeps', () => {
  it('count for the cell whose account their metric is of', async () => {
    const { clock, collector, world, victim, other, cell, fill } = await fleet(6);
    world.alarms.put(MONITORING, victim.region, onRequests('pager-7', FIRES, victim, false));
    world.alarms.put(MONITORING, victim.region, onRequests('budget', FIRES, null));
    await fill();
    clock.time += 2 * MINUTE;
    await collector.refreshMetrics();
    await collector.refreshAlarms();
    expect(cell(victim.name)).toMatchObject({ health: 'degraded', evidence: [{ kind: 'alarm', text: 'alarm pager-7' }] });
    expect(cell(other.name)?.health).toBe('healthy');
  });

  it.each(['deny', 'throttle'] as const)('are missed by the cells they speak of when they can not be read (%s)', async (kind) => {
    const { clock, collector, world, victim, cell, source, fault, endFaults, fill } = await fleet(6);
    world.alarms.put(MONITORING, victim.region, onRequests('quiet', RESTS, victim));
    await fill();
    expect(cell(victim.name)?.health).toBe('healthy');
    await fault({ service: 'CloudWatch', operation: 'DescribeAlarms', accountId: MONITORING, kind });
    clock.time += MINUTE;
    await collector.refreshMetrics();
    await collector.refreshAlarms();
    for (const one of world.cells) expect([one.name, cell(one.name)?.health]).toEqual([one.name, one === victim ? 'no-data' : 'healthy']);
    expect(cell(victim.name)?.evidence[0]?.text).toContain(kind === 'deny' ? 'no alarms 1 min · access denied' : 'throttled');
    expect(cell(victim.name)?.evidence[0]?.detail).toContain(`Alarms kept in the monitoring account ${MONITORING} can't be read`);
    expect(source('alarms')).toMatchObject({ state: 'error' });
    expect(source('alarms')?.failures.every((failure) => failure.accountId === MONITORING)).toBe(true);
    await endFaults();
    await collector.refreshAlarms();
    expect(source('alarms')?.state).toBe('ok');
    expect(cell(victim.name)?.evidence.some((one) => one.kind === 'missing' && !one.held)).toBe(false);
  });

  it('leave every cell of a Region unknown until they were read there once', async () => {
    const { collector, world, cell, fault, endFaults, fill } = await fleet(6);
    await fault({ service: 'CloudWatch', operation: 'DescribeAlarms', accountId: MONITORING, region: 'eu-west-1', kind: 'deny' });
    await fill();
    expect(world.cells.some((one) => one.region === 'eu-west-1')).toBe(true);
    for (const one of world.cells)
      expect([one.name, cell(one.name)?.health]).toEqual([one.name, one.region === 'eu-west-1' ? 'no-data' : 'healthy']);
    await endFaults();
    await collector.refreshAlarms();
    const unread = world.cells.filter((one) => cell(one.name)?.evidence.some((evidence) => evidence.kind === 'missing' && !evidence.held));
    expect(unread).toEqual([]);
  });
});

describe('many accounts', () => {
  it('do not wait for those that hang, and are not held up again', { timeout: 60_000 }, async () => {
    const { aws, clock, collector, world, fault } = await fleet(40);
    await collector.refreshRegistry();
    const { registry } = collector.registryKeeper;
    if (!registry) throw new Error('no registry');
    const targets = new AlarmTargets(1_000);
    targets.follow(registry, 'us-east-1', MINUTE);
    await targets.refresh(aws, clock, MINUTE, new Set());
    const stuck = world.cells.slice(0, 20).map((one) => one.accountId);
    for (const accountId of stuck) await fault({ service: 'CloudWatch', operation: 'DescribeAlarms', accountId, kind: 'timeout' });
    const others = targets.all.filter(({ reader }) => !stuck.includes(reader.accountId ?? ''));
    const started = performance.now();
    for (let round = 0; round < 2; round++) {
      clock.time += MINUTE;
      await targets.refresh(aws, clock, MINUTE, new Set());
      // A busy machine answers late too.
      await vi.waitFor(() => expect(others.filter(({ read }) => read.observedAt !== clock.time)).toEqual([]), { timeout: 10_000 });
    }
    expect(targets.all.filter(({ read }) => read.observedAt === clock.time)).toHaveLength(others.length);
    // One call that hangs is given up after 30 s, and more hang than there are lanes.
    expect(performance.now() - started).toBeLessThan(25_000);
  });

  it('are swept within ten minutes beyond 500, the sick ones with every refresh', { timeout: 120_000 }, async () => {
    const { aws, clock, collector, calls, forgetCalls, world } = await fleet(510);
    await collector.refreshRegistry();
    const { registry } = collector.registryKeeper;
    if (!registry) throw new Error('no registry');
    const targets = new AlarmTargets();
    targets.follow(registry, 'us-east-1', MINUTE);
    const inAws = world.cells.filter((one) => one.cloud === 'aws');
    const sick = inAws.slice(-3).map((one) => one.name);
    const read = async () => (await calls('DescribeAlarms')).map((row) => row.principalArn?.split(':')[4]);
    await targets.refresh(aws, clock, MINUTE, new Set(sick));
    expect(new Set(await read()).size).toBe(inAws.length + 2);
    const swept = new Set<string | undefined>();
    for (let minute = 1; minute <= 10; minute++) {
      clock.time += MINUTE;
      await forgetCalls();
      await targets.refresh(aws, clock, MINUTE, new Set(sick));
      const now = await read();
      expect(now.length).toBeLessThan(100);
      for (const one of inAws.slice(-3)) expect(now).toContain(one.accountId);
      expect(now).toContain(MONITORING);
      for (const accountId of now) swept.add(accountId);
    }
    expect(swept.size).toBe(inAws.length + 2);
    expect(targets.all.every((target) => target.read.failure === null)).toBe(true);
  });
});
