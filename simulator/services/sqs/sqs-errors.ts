import { AwsError } from '../../wire/aws-error.ts';

/** SQS's error for a parameter whose value breaks a rule. */
export function invalidParameter(value: string | number, name: string, rule: string): AwsError {
  return new AwsError('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${rule}`);
}

/** @throws AwsError for a number out of its bounds */
export function checkNumber(value: number | undefined, name: string, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw invalidParameter(value, name, `Must be between ${least} and ${most}, if provided.`);
}
