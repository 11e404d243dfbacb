import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../wire/service.ts';
import type { AlarmWorld } from '../../world/types.ts';
import { page } from '../page.ts';
import { toCompositeAlarm, toMetricAlarm } from './alarm-to-wire.ts';
import { checkMaxRecords, checkSize, checkWord, invalidCombination, invalidNextToken } from './cloudwatch-errors.ts';
import { ruleAlarms } from './rule-alarms.ts';

/** The alarms of the caller's account and Region. Without AlarmTypes there are no composite ones among them. */
export function describeAlarms(request: DescribeAlarmsInput, { world, accountId, region }: CallContext): DescribeAlarmsOutput {
  checkSize(request.AlarmNames, 'AlarmNames', 100);
  checkWord(request.StateValue, 'stateValue', ['OK', 'ALARM', 'INSUFFICIENT_DATA']);
  for (const type of request.AlarmTypes ?? []) checkWord(type, 'alarmTypes', ['CompositeAlarm', 'MetricAlarm', 'LogAlarm']);
  const size = checkMaxRecords(request.MaxRecords, 100);
  if (request.AlarmNames !== undefined && request.AlarmNamePrefix !== undefined) {
    throw invalidCombination('AlarmNames and AlarmNamePrefix can not be specified together.');
  }
  const all = world.alarms.describe(accountId, region);
  const family = request.ChildrenOfAlarmName ?? request.ParentsOfAlarmName;
  if (family !== undefined) {
    if (
      request.AlarmNames ||
      request.AlarmNamePrefix ||
      request.StateValue ||
      (request.ChildrenOfAlarmName && request.ParentsOfAlarmName)
    ) {
      throw invalidCombination('ChildrenOfAlarmName and ParentsOfAlarmName can not be combined with other filters.');
    }
    return relatives(request, all, size);
  }
  const types: string[] = request.AlarmTypes?.length ? request.AlarmTypes : ['MetricAlarm'];
  const names =
    request.AlarmNames && new Set(request.AlarmNames.map((name) => name.replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '')));
  const wanted = all.filter(
    (alarm) =>
      types.includes(alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
      (!names || names.has(alarm.name)) &&
      (request.AlarmNamePrefix === undefined || alarm.name.startsWith(request.AlarmNamePrefix)) &&
      (request.StateValue === undefined || alarm.state === request.StateValue) &&
      (request.ActionPrefix === undefined || actions(alarm).some((action) => action.startsWith(request.ActionPrefix ?? ''))),
  );
  const { items, next } = page(wanted, request.NextToken, size, invalidNextToken);
  return {
    CompositeAlarms: items.filter((alarm) => alarm.kind === 'composite').map(toCompositeAlarm),
    MetricAlarms: items.filter((alarm) => alarm.kind === 'metric').map(toMetricAlarm),
    NextToken: next,
  };
}

function actions(alarm: AlarmWorld): string[] {
  return [...alarm.okActions, ...alarm.alarmActions, ...alarm.insufficientDataActions];
}

/** Children come with little more than their names, parents with even less. */
function relatives(request: DescribeAlarmsInput, all: readonly AlarmWorld[], size: number): DescribeAlarmsOutput {
  const children = request.ChildrenOfAlarmName;
  const rule = all.find((alarm) => alarm.name === children)?.composite?.rule ?? '';
  const related =
    children === undefined
      ? all.filter((alarm) => alarm.composite && ruleAlarms(alarm.composite.rule).has(request.ParentsOfAlarmName ?? ''))
      : all.filter((alarm) => ruleAlarms(rule).has(alarm.name));
  const { items, next } = page(related, request.NextToken, size, invalidNextToken);
  const brief = (alarm: AlarmWorld) => ({
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    ...(children === undefined ? {} : { StateValue: alarm.state, StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt) }),
  });
  return {
    CompositeAlarms: items.filter((alarm) => alarm.kind === 'composite').map(brief),
    MetricAlarms: items.filter((alarm) => alarm.kind === 'metric').map(brief),
    NextToken: next,
  };
}
