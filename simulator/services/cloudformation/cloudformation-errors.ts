import { AwsError } from '../../wire/aws-error.ts';

const STACK_NAME = /^([a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*)$/;
const SHOWN = 256;

/** CloudFormation's error for whatever is wrong with a request. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** Throws for what can be no stack's name or id. @throws AwsError ValidationError */
export function checkStackName(name: string): void {
  const constraint = (rule: string) =>
    validationError(`1 validation error detected: Value '${name.slice(0, SHOWN)}' at 'stackName' failed to satisfy constraint: ${rule}`);
  if (name.length < 1) throw constraint('Member must have length greater than or equal to 1');
  if (!STACK_NAME.test(name)) {
    throw constraint('Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*');
  }
}

/** @throws AwsError for a token of a length that none has */
export function checkNextToken(token: string | undefined): void {
  if (token !== undefined && (token.length < 1 || token.length > 1024)) throw invalidToken();
}

export function invalidToken(): AwsError {
  return validationError('The NextToken is invalid');
}
