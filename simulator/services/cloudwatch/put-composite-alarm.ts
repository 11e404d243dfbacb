import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../wire/service.ts';
import { checkAlarm } from './check-alarm.ts';
import { validationError } from './cloudwatch-errors.ts';
import { ruleAlarms } from './rule-alarms.ts';

const MAX_RULE = 10_240;
const MAX_CHILDREN = 100;

/** Creates or replaces an alarm on other alarms, which must exist. */
export function putCompositeAlarm(request: PutCompositeAlarmInput, { world, accountId, region }: CallContext): void {
  const existing = world.alarms.describe(accountId, region);
  const common = checkAlarm(request, existing, 'composite');
  const rule = request.AlarmRule ?? '';
  if (rule.length < 1 || rule.length > MAX_RULE) throw validationError(`The parameter AlarmRule must be 1 to ${MAX_RULE} characters.`);
  const children = ruleAlarms(rule);
  if (children.size > MAX_CHILDREN) throw validationError(`The parameter AlarmRule must not name more than ${MAX_CHILDREN} alarms.`);
  const unknown = [...children].find((name) => !existing.some((alarm) => alarm.name === name));
  if (unknown !== undefined) throw validationError(`AlarmRule must not contain alarms that do not exist: ${unknown}`);
  if (children.has(common.name)) throw validationError('AlarmRule must not refer to the alarm itself.');
  try {
    world.alarms.put(accountId, region, {
      ...common,
      kind: 'composite',
      metric: null,
      composite: { rule, actionsSuppressor: request.ActionsSuppressor ?? null, actionsSuppressedBy: null },
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw validationError(`Invalid AlarmRule: ${error.message}`);
    throw error;
  }
}
