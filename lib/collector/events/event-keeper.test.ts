import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { administratorKey } from '#simulator/iam/find-key.ts';
import { EVENTS_QUEUE } from '#simulator/world/events/events-world.ts';
import { simulatedFleet } from '../testing/simulated-fleet.ts';

const MINUTE = 60_000;
const MONITORING = '100000000002';
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function fleet({ events = true, cells = 8 } = {}) {
  const made = await simulatedFleet({ cells, events });
  ended.push(made.close);
  made.world.releases.quiet();
  await made.fill();
  await made.collector.refreshPipelines();
  const victim = made.world.cells.find((one) => one.cloud === 'aws' && one.environment === 'production' && one.state === 'in-service');
  if (!victim) throw new Error('the world is too small');
  const client = <T>(Client: new (options: object) => T, accountId: string, region: string) =>
    new Client({ endpoint: made.simulator.url, region, credentials: administratorKey(accountId) });
  const admin = client(CloudWatchClient, victim.accountId, victim.region);
  const queue = client(SQSClient, MONITORING, 'us-east-1');
  const AlarmName = made.world.alarms
    .describe(victim.accountId, victim.region)
    .find(({ kind, name }) => kind === 'metric' && name.endsWith('-critical'))?.name;
  return {
    ...made,
    victim,
    alarm: AlarmName ?? '',
    flip: (StateValue: StateValue) => admin.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' })),
    send: (MessageBody: string) => queue.send(new SendMessageCommand({ QueueUrl: `/${MONITORING}/${EVENTS_QUEUE}`, MessageBody })),
    health: () => made.cell(victim.name)?.health,
    state: () => made.collector.book.cells.get(victim.name)?.alarms.find(({ name }) => name === AlarmName)?.state,
    /** Lives through some minutes as a started collector would. */
    async live(minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        made.clock.time += MINUTE;
        await made.collector.refreshEvents();
        await made.collector.refreshAlarms();
        await made.collector.refreshPipelines();
      }
    },
    count: async (operation: string) => (await made.calls(operation)).reduce((sum, row) => sum + row.count, 0),
    waiting: () => made.world.events.queues.get(`arn:aws:sqs:us-east-1:${MONITORING}:${EVENTS_QUEUE}`)?.counts(),
  };
}
type Fleet = Awaited<ReturnType<typeof fleet>>;

const event = ({ victim, alarm }: Pick<Fleet, 'victim' | 'alarm'>, value: string, at: number, more: object = {}) =>
  JSON.stringify({
    'detail-type': 'CloudWatch Alarm State Change',
    account: victim.accountId,
    region: victim.region,
    time: new Date(at).toISOString(),
    detail: { alarmName: alarm, state: { value, reason: 'told', timestamp: new Date(at).toISOString().replace('Z', '+0000') } },
    ...more,
  });

describe('an event', () => {
  it('makes a cell sick and well again without a read of its alarms', async () => {
    const made = await fleet();
    await made.forgetCalls();
    made.clock.time += 1_000;
    await made.flip('ALARM');
    await made.collector.refreshEvents();
    expect(made.health()).toBe('critical');
    made.clock.time += 1_000;
    await made.flip('OK');
    await made.collector.refreshEvents();
    expect(made.state()).toBe('OK');
    expect(await made.count('DescribeAlarms')).toBe(0);
    expect(made.waiting()).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it('that comes late or twice never overwrites what is newer', async () => {
    const made = await fleet();
    const at = made.clock.time + 10_000;
    made.clock.time = at + 5_000;
    await made.send(event(made, 'ALARM', at));
    await made.send(event(made, 'OK', at + 1_000));
    await made.send(event(made, 'ALARM', at));
    await made.collector.refreshEvents();
    expect(made.health()).toBe('healthy');
    await made.send(event(made, 'ALARM', at - 60 * MINUTE));
    await made.collector.refreshEvents();
    expect(made.health()).toBe('healthy');
  });

  it('is not undone by a read that does not know of it yet', async () => {
    const made = await fleet();
    made.clock.time += 1_000;
    // AWS tells of it before DescribeAlarms does.
    await made.send(event(made, 'ALARM', made.clock.time));
    await made.collector.refreshEvents();
    await made.collector.refreshAlarms();
    expect(made.health()).toBe('critical');
    // But not for ever: then the read is right.
    made.clock.time += 3 * MINUTE;
    await made.collector.refreshAlarms();
    expect(made.state()).toBe('OK');
  });

  it('that was lost is made up for by the next sweep', async () => {
    const made = await fleet();
    await made.live(12);
    made.world.events.accountsWithoutRules.add(made.victim.accountId);
    made.clock.time += 1_000;
    made.world.alarms.setState(made.victim.accountId, made.victim.region, made.alarm, 'ALARM', 'unheard', null);
    await made.collector.refreshEvents();
    expect(made.state()).toBe('OK');
    let minutes = 0;
    while (made.state() !== 'ALARM' && minutes < 20) {
      minutes++;
      // The simulator would evaluate the alarm again.
      made.world.alarms.setState(made.victim.accountId, made.victim.region, made.alarm, 'ALARM', 'unheard', null);
      await made.live(1);
    }
    expect(minutes).toBeLessThanOrEqual(11);
  });

  it('of somebody or something unknown, or that is not understood, is deleted and counted', async () => {
    const made = await fleet();
    const now = made.clock.time;
    await made.send('poison');
    await made.send(JSON.stringify({ hello: 'world' }));
    await made.send(event(made, 'ALARM', now + 3_600_000));
    await made.send(event(made, 'ALARM', now, { account: '999999999999' }));
    await made.send(event({ ...made, alarm: 'nobody knows it' }, 'ALARM', now));
    await made.collector.refreshEvents();
    expect(made.collector.events?.counts).toMatchObject({ refused: 3, unknown: 2, applied: 0 });
    expect(made.waiting()).toMatchObject({ visible: 0, inFlight: 0 });
    expect(made.health()).toBe('healthy');
    expect(made.source('events')?.note).toContain('3 not understood');
  });

  it('comes again when it could not be deleted, and is then no news', async () => {
    const made = await fleet();
    made.clock.time += 1_000;
    await made.flip('ALARM');
    await made.fault({ service: 'SQS', operation: 'DeleteMessageBatch', kind: 'error' });
    await made.collector.events?.receive(0);
    await made.endFaults();
    expect(made.collector.events?.counts.applied).toBe(2);
    expect(made.waiting()?.inFlight).toBeGreaterThan(0);
    made.clock.time += 31_000;
    await made.collector.refreshEvents();
    expect(made.collector.events?.counts.applied).toBe(2);
    expect(made.waiting()).toMatchObject({ visible: 0, inFlight: 0 });
    expect(made.health()).toBe('critical');
  });
});

describe('polling', () => {
  const polled = async (made: Fleet) => (await made.count('DescribeAlarms')) + (await made.count('GetPipelineState'));

  it('falls by 90 % and more where events come through', async () => {
    const spent = async (events: boolean) => {
      const made = await fleet({ events });
      await made.live(10);
      await made.forgetCalls();
      await made.live(60);
      return { polled: await polled(made), alarms: await made.count('DescribeAlarms'), pipelines: await made.count('GetPipelineState') };
    };
    const without = await spent(false);
    const withEvents = await spent(true);
    expect(withEvents.polled / without.polled).toBeLessThanOrEqual(0.1);
    expect(withEvents.alarms / without.alarms).toBeLessThanOrEqual(0.11);
    expect(withEvents.pipelines / without.pipelines).toBeLessThanOrEqual(0.1);
    expect(withEvents.alarms).toBeGreaterThan(0);
  }, 120_000);

  it('goes on as ever of an account from which nothing comes', async () => {
    const made = await fleet();
    made.world.events.accountsWithoutRules.add(made.victim.accountId);
    await made.live(20);
    await made.forgetCalls();
    await made.live(10);
    const rows = await made.calls('DescribeAlarms');
    const mine = rows
      .filter(({ principalArn }) => principalArn?.includes(made.victim.accountId))
      .reduce((sum, { count }) => sum + count, 0);
    expect(mine).toBe(10);
    const { coverage } = made.source('events') ?? {};
    expect(coverage).toEqual({ ok: (coverage?.of ?? 0) - 1, of: coverage?.of });
  });

  it.each([
    ['denied', { kind: 'deny' }],
    ['out of reach', { kind: 'error' }],
  ])(
    'goes back to what it was within two refreshes when the queue is %s',
    async (_what, fault) => {
      const made = await fleet();
      await made.live(10);
      await made.fault({ service: 'SQS', operation: '*', ...fault });
      await made.live(2);
      expect(made.source('events')).toMatchObject({
        state: 'error',
        failures: [expect.objectContaining({ message: expect.stringMatching(/sqs/i) })],
      });
      await made.forgetCalls();
      await made.live(6);
      expect(await made.count('DescribeAlarms')).toBe(6 * made.collector.targets.all.length);
      // A minute between two looks, more or less: seen each minute, that is two at most.
      expect(await made.count('GetPipelineState')).toBeGreaterThanOrEqual(3 * made.collector.pipelines.reads.length);
      await made.endFaults();
      await made.live(8);
      await made.forgetCalls();
      await made.live(5);
      expect(await made.count('DescribeAlarms')).toBeLessThan(made.collector.targets.all.length);
      expect(made.source('events')?.state).toBe('ok');
    },
    60_000,
  );

  it('of a pipeline at rest begins at once when an event tells that it moves', async () => {
    const made = await fleet();
    await made.live(20);
    await made.forgetCalls();
    made.clock.time += 10_000;
    made.world.releases.start({ component: 'router', quality: 'good' });
    made.clock.time += 2_000;
    await made.collector.refreshEvents();
    made.clock.time += 1_000;
    await made.collector.refreshPipelines();
    expect(made.collector.pipelines.facts('router')?.executions[0]?.status).toBe('InProgress');
    expect(await made.count('GetPipelineState')).toBeLessThanOrEqual(2);
  });
});
