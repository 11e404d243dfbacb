import { expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import { simulatedAws } from '#lib/aws/testing/simulated-aws.ts';
import { systemClock } from '#lib/clock.ts';
import { describeAlarms } from './describe-alarms.ts';
import { ruleChildren } from './rule-children.ts';

const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:200000000001:alarm:${name}`;
/** Two pages with what the simulator never sends: nameless alarms, unknown states, partial data. */
const PAGES = [
  {
    NextToken: 'page-2',
    MetricAlarms: [
      {
        AlarmName: 'alpha-errors',
        AlarmArn: arn('alpha-errors'),
        ActionsEnabled: false,
        AlarmActions: ['arn:aws:sns:us-east-1:200000000001:page'],
        StateValue: 'ALARM',
        StateReason: 'Threshold Crossed',
        StateUpdatedTimestamp: 1_764_000_500.25,
        StateTransitionedTimestamp: 1_764_000_060.5,
        EvaluationState: 'PARTIAL_DATA',
        Namespace: 'Cell',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'Cell', Value: 'alpha' }],
        Threshold: 10,
      },
      {
        AlarmName: 'ratio',
        StateValue: 'OK',
        Metrics: [
          { Id: 'e', Expression: 'm1/m2' },
          {
            Id: 'm1',
            AccountId: '200000000009',
            MetricStat: { Metric: { Namespace: 'Cell', MetricName: 'Errors', Dimensions: [] }, Period: 60, Stat: 'Sum' },
          },
        ],
      },
    ],
  },
  {
    CompositeAlarms: [
      {
        AlarmName: 'alpha-critical',
        AlarmRule: 'ALARM("alpha-errors") AND NOT OK(latency)',
        StateValue: 'ALARM',
        ActionsEnabled: true,
        ActionsSuppressedBy: 'Alarm',
      },
      { AlarmArn: arn('nameless'), StateValue: 'OK' },
      { AlarmName: 'odd', StateValue: 'SOMETHING_NEW' },
    ],
  },
];

it('asks for both types, follows pages, and maps what AWS sends', async () => {
  const stub = await startAwsStub(({ body }) => ({ body: body.NextToken ? PAGES[1] : PAGES[0] }));
  const aws = new Aws({
    region: 'us-east-1',
    clock: systemClock,
    endpoint: stub.url,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const alarms = await describeAlarms(aws, { accountId: null, region: 'us-east-1', role: null });
  aws.stop();
  await stub.close();
  expect(stub.requests[0]?.body.AlarmTypes).toEqual(['MetricAlarm', 'CompositeAlarm']);
  expect(alarms.map((alarm) => alarm.name)).toEqual(['alpha-errors', 'ratio', 'alpha-critical', 'odd']);
  expect(alarms[0]).toMatchObject({
    kind: 'metric',
    state: 'ALARM',
    since: 1_764_000_060_500,
    muted: true,
    evaluation: 'PARTIAL_DATA',
    metric: { namespace: 'Cell', name: 'Errors', dimensions: { Cell: 'alpha' }, accountId: null },
    threshold: 10,
  });
  expect(alarms[1]).toMatchObject({ state: 'OK', since: null, muted: false, metric: { name: 'Errors', accountId: '200000000009' } });
  expect(alarms[2]).toMatchObject({ kind: 'composite', muted: true, children: ['alpha-errors', 'latency'] });
  expect(alarms[3]).toMatchObject({ state: 'INSUFFICIENT_DATA' });
});

it('maps what comes over the wire from an account, member by member', async () => {
  const { aws, world, close } = await simulatedAws({ cells: 6 });
  const { accountId, region, name } = world.cells[0] ?? { accountId: '', region: '', name: '' };
  world.incidents.start({ cell: name, kind: 'errors' });
  world.alarms.setState(accountId, region, `${name}-errors-critical`, 'ALARM', 'by hand', null);
  const role = { name: 'CellwatchReader', externalId: 'orbit-{accountId}' };
  const alarms = await describeAlarms(aws, { accountId, region, role });
  await close();
  const children = [`${name}-errors-critical`, `${name}-latency-high`, `${name}-saturation-high`];
  const expected = world.alarms.describe(accountId, region).map((alarm) => ({
    name: alarm.name,
    arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarm.name}`,
    kind: alarm.name === `${name}-page` ? 'composite' : 'metric',
    state: [`${name}-page`, `${name}-errors-critical`].includes(alarm.name) ? 'ALARM' : 'OK',
    since: Math.floor(alarm.stateTransitionedAt),
    reason: alarm.stateReason,
    evaluation: null,
    muted: false,
    actions: alarm.alarmActions,
    children: alarm.name === `${name}-page` ? children : [],
    metric: alarm.metric && { namespace: 'Cell', name: alarm.metric.key.name, dimensions: { Cell: name }, accountId: null },
    threshold: alarm.metric?.threshold ?? null,
  }));
  expect(expected).toHaveLength(5);
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(alarms.toSorted(byName)).toEqual(expected.toSorted(byName));
});

it.each([
  ['ALARM(a) OR ALARM(a)', ['a']],
  ['(ALARM("with \\"quote\\" and (brackets)") AND OK ( b ))', ['with "quote" and (brackets)', 'b']],
  [`INSUFFICIENT_DATA(${arn('by:arn')}) OR TRUE`, ['by:arn']],
  ['FALSE', []],
])('finds the alarms that %s refers to', (rule, names) => {
  expect(ruleChildren(rule)).toEqual(names);
});
