import { AwsError } from '../../wire/aws-error.ts';

/** ECR's error for a parameter that breaks a rule. */
export function invalidParameter(member: string, rule: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid parameter at '${member}' failed to satisfy constraint: '${rule}'`);
}
