import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { checkWord, validationError } from './cloudwatch-errors.ts';

/** Sets an alarm's state by hand, until its next evaluation. */
export function setAlarmState(request: SetAlarmStateInput, { world, accountId, region }: CallContext): void {
  const { AlarmName: name = '', StateValue: state, StateReason: reason = '', StateReasonData: data } = request;
  checkWord(state, 'stateValue', ['OK', 'ALARM', 'INSUFFICIENT_DATA']);
  if (reason.length > 1023)
    throw validationError(
      "1 validation error detected: Value at 'stateReason' failed to satisfy constraint: Member must have length less than or equal to 1023",
    );
  if (data !== undefined) {
    try {
      JSON.parse(data);
    } catch {
      throw new AwsError('InvalidFormat', 'StateReasonData is not valid JSON');
    }
  }
  if (state === undefined || !world.alarms.setState(accountId, region, name, state, reason, data ?? null)) {
    throw new AwsError('ResourceNotFound', `The alarm ${name} does not exist`, 404);
  }
}
