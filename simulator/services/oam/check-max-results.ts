import { AwsError } from '../../wire/aws-error.ts';

/** OAM's error for an input it refuses. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** The size of a page; as large as allowed unless asked for less. @throws AwsError */
export function checkMaxResults(asked: number | undefined, most: number): number {
  if (asked === undefined) return most;
  if (!Number.isInteger(asked) || asked < 1 || asked > most) {
    throw invalidParameter(`MaxResults is ${asked}; it must be from 1 to ${most}.`);
  }
  return asked;
}
