import { AwsError } from '../../wire/aws-error.ts';
import type { AlarmDefinition, AlarmWorld } from '../../world/types.ts';
import { checkSize, validationError } from './cloudwatch-errors.ts';

interface CommonInput {
  AlarmName?: string | undefined;
  AlarmDescription?: string | undefined;
  ActionsEnabled?: boolean | undefined;
  OKActions?: string[] | undefined;
  AlarmActions?: string[] | undefined;
  InsufficientDataActions?: string[] | undefined;
}

type Common = Pick<AlarmDefinition, 'name' | 'description' | 'actionsEnabled' | 'okActions' | 'alarmActions' | 'insufficientDataActions'>;

/** What both kinds of alarms have; a name that the other kind holds is refused. @throws AwsError */
export function checkAlarm(request: CommonInput, existing: readonly AlarmWorld[], kind: AlarmWorld['kind']): Common {
  const name = request.AlarmName ?? '';
  if (name.length < 1 || name.length > 255)
    throw validationError(
      "1 validation error detected: Value at 'alarmName' failed to satisfy constraint: Member must have length from 1 to 255",
    );
  if ((request.AlarmDescription?.length ?? 0) > 1024)
    throw validationError(
      "1 validation error detected: Value at 'alarmDescription' failed to satisfy constraint: Member must have length less than or equal to 1024",
    );
  for (const [member, actions] of [
    ['OKActions', request.OKActions],
    ['AlarmActions', request.AlarmActions],
    ['InsufficientDataActions', request.InsufficientDataActions],
  ] as const) {
    checkSize(actions, member, 5);
    const wrong = actions?.find((action) => !action.startsWith('arn:'));
    if (wrong !== undefined) throw validationError(`Invalid arn syntax: ${wrong.slice(0, 80)}`);
  }
  if (existing.some((alarm) => alarm.name === name && alarm.kind !== kind)) {
    throw new AwsError('ValidationError', `An alarm of another type with the name ${name} exists already.`);
  }
  return {
    name,
    description: request.AlarmDescription ?? null,
    actionsEnabled: request.ActionsEnabled ?? true,
    okActions: request.OKActions ?? [],
    alarmActions: request.AlarmActions ?? [],
    insufficientDataActions: request.InsufficientDataActions ?? [],
  };
}
