import type { Principal } from '../../iam/principal.ts';
import { AwsError } from '../../wire/aws-error.ts';

const SHOWN = 256;

/** Step Functions' error for a member that breaks a rule of its model. */
export function constraint(value: string | number, member: string, rule: string): AwsError {
  const shown = String(value);
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${shown.length > SHOWN ? `${shown.slice(0, SHOWN)}…` : shown}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

/** Nothing of Step Functions is shared with other accounts: there are no resource-based policies. */
export function notShared(principal: Principal, action: string, arn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`,
    403,
  );
}

/** @throws AwsError for a text longer than the model allows */
export function checkLength(value: string | undefined, member: string, least: number, most: number): void {
  if (value === undefined) return;
  if (value.length < least) throw constraint(value, member, `Member must have length greater than or equal to ${least}`);
  if (value.length > most) throw constraint(value, member, `Member must have length less than or equal to ${most}`);
}

/** @throws AwsError for a word that is not one of the model's */
export function checkIncludedData(value: string | undefined): void {
  if (value === undefined || value === 'ALL_DATA' || value === 'METADATA_ONLY') return;
  throw constraint(value, 'includedData', 'Member must satisfy enum value set: [ALL_DATA, METADATA_ONLY]');
}
