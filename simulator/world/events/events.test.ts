import { PutCompositeAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestBed, type TestBed } from '../../clients/test-bed.ts';

const MONITORING = '100000000002';
const TOOLING = '100000000003';
let bed: TestBed;
let cell: TestBed['world']['cells'][number];

beforeEach(async () => {
  bed = await startTestBed();
  const found = bed.world.cells.find(({ cloud, state, region }) => cloud === 'aws' && state === 'in-service' && region === 'us-east-1');
  if (!found) throw new Error('no cell');
  cell = found;
});
afterEach(() => bed.close());

interface Told {
  'detail-type': string;
  account: string;
  region: string;
  time: string;
  resources: string[];
  // biome-ignore lint/suspicious/noExplicitAny: as it came over the wire
  detail: any;
}

/** All events that wait, as they came. */
async function events(): Promise<Told[]> {
  const client = bed.sqs(bed.administrator(MONITORING));
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'cellwatch-events' }));
  const found: Told[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return found;
    for (const { Body = '', ReceiptHandle } of Messages) {
      found.push(JSON.parse(Body));
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}
const ofType = async (type: string) => (await events()).filter((event) => event['detail-type'] === type);
const setAlarm = (AlarmName: string, StateValue: 'OK' | 'ALARM') =>
  bed.cloudwatch(bed.administrator(cell.accountId)).send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' }));
const critical = () =>
  bed.world.alarms.describe(cell.accountId, cell.region).find(({ name, kind }) => kind === 'metric' && name.endsWith('-critical'))?.name ??
  '';

it('tells each change of an alarm, with what it was before', async () => {
  await setAlarm(critical(), 'ALARM');
  await setAlarm(critical(), 'ALARM');
  const told = (await ofType('CloudWatch Alarm State Change')).filter(({ detail }) => detail.alarmName === critical());
  expect(told).toMatchObject([
    {
      source: 'aws.cloudwatch',
      account: cell.accountId,
      region: cell.region,
      resources: [`arn:aws:cloudwatch:${cell.region}:${cell.accountId}:alarm:${critical()}`],
      detail: {
        previousState: { value: 'OK' },
        state: { value: 'ALARM', reason: 'by hand', timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/) },
        configuration: { metrics: [{ metricStat: { metric: { namespace: 'Cell' } } }] },
      },
    },
  ]);
});

it('tells alarms that fire by themselves, though nobody looks at them', async () => {
  bed.world.incidents.start({ cell: cell.name, kind: 'errors', severity: 1 });
  bed.clock.ahead += 15 * 60_000;
  const told = (await ofType('CloudWatch Alarm State Change')).filter(({ account }) => account === cell.accountId);
  expect(told.some(({ detail }) => detail.state.value === 'ALARM')).toBe(true);
});

it('tells ALARM after ALARM when what suppresses a composite alarm changes', async () => {
  const admin = bed.cloudwatch(bed.administrator(cell.accountId));
  const others = bed.world.alarms
    .describe(cell.accountId, cell.region)
    .filter(({ kind, name }) => kind === 'metric' && name !== critical());
  const suppressor = others[0]?.name ?? '';
  await admin.send(
    new PutCompositeAlarmCommand({
      AlarmName: 'both',
      AlarmRule: `ALARM("${critical()}")`,
      ActionsSuppressor: suppressor,
      ActionsSuppressorWaitPeriod: 10,
      ActionsSuppressorExtensionPeriod: 10,
    }),
  );
  bed.clock.ahead += 2_000;
  await events();
  await setAlarm(critical(), 'ALARM');
  await setAlarm(suppressor, 'ALARM');
  const told = (await ofType('CloudWatch Alarm State Change')).filter(({ detail }) => detail.alarmName === 'both');
  expect(told.map(({ detail }) => [detail.previousState.value, detail.state.value, detail.state.actionsSuppressedBy])).toEqual([
    ['OK', 'ALARM', undefined],
    ['ALARM', 'ALARM', 'Alarm'],
  ]);
});

it('tells what pipelines, stages and actions do, and who shuts a door', async () => {
  await bed.sideDoor('POST', 'releases', { component: 'router', quality: 'good' });
  bed.clock.ahead += 10 * 60_000;
  await bed
    .codepipeline(bed.administrator(TOOLING))
    .send(new DisableStageTransitionCommand({ pipelineName: 'router', stageName: 'Build', transitionType: 'Inbound', reason: 'wait' }));
  const told = (await events()).filter(({ account }) => account === TOOLING);
  const states = (type: string) => told.filter((event) => event['detail-type'] === type).map(({ detail }) => detail.state);
  expect(states('CodePipeline Pipeline Execution State Change')[0]).toBe('STARTED');
  expect(states('CodePipeline Stage Execution State Change')).toEqual(expect.arrayContaining(['STARTED', 'SUCCEEDED']));
  expect(told.find((event) => event['detail-type'] === 'CodePipeline Action Execution State Change')?.detail).toMatchObject({
    pipeline: 'router',
    stage: 'Source',
    state: 'STARTED',
    type: { owner: 'AWS', category: 'Source' },
  });
  expect(told.find((event) => event['detail-type'] === 'AWS API Call via CloudTrail')?.detail).toMatchObject({
    eventName: 'DisableStageTransition',
    requestParameters: { pipelineName: 'router', stageName: 'Build' },
  });
});

it('tells nothing of what happened before, and nothing of an account without a rule', async () => {
  expect((await events()).filter((event) => event['detail-type'] !== 'Scheduled Event')).toEqual([]);
  bed.world.events.accountsWithoutRules.add(cell.accountId);
  await setAlarm(critical(), 'ALARM');
  bed.clock.ahead += 6 * 60_000;
  const told = await events();
  expect(told.filter(({ account }) => account === cell.accountId)).toEqual([]);
  const beats = told.filter((event) => event['detail-type'] === 'Scheduled Event');
  const aws = bed.world.cells.filter(({ cloud, accountId }) => cloud === 'aws' && accountId !== cell.accountId);
  expect(new Set(beats.map(({ account }) => account))).toEqual(
    new Set([...aws.map(({ accountId }) => accountId), MONITORING, TOOLING, '100000000004']),
  );
});
