import { AwsError } from '../../wire/aws-error.ts';

/** CloudWatch's errors by their query codes. */
export const validationError = (message: string) => new AwsError('ValidationError', message);
export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message);
export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombination', message);
export const invalidNextToken = () => new AwsError('InvalidNextToken', 'The NextToken is invalid.');

/** A list that may hold only so many. @throws AwsError */
export function checkSize(list: readonly unknown[] | undefined, name: string, most: number): void {
  if (list && list.length > most) throw validationError(`The collection ${name} must not have a size greater than ${most}.`);
}

/** A number of records to answer; `most` unless asked for less. @throws AwsError */
export function checkMaxRecords(asked: number | undefined, most: number): number {
  if (asked === undefined) return most;
  if (!Number.isInteger(asked) || asked < 1 || asked > most) {
    throw validationError(
      `1 validation error detected: Value '${asked}' at 'maxRecords' failed to satisfy constraint: Member must have value between 1 and ${most}`,
    );
  }
  return asked;
}

/** One of a set of words. @throws AwsError */
export function checkWord(value: string | undefined, member: string, words: readonly string[]): void {
  if (value === undefined || words.includes(value)) return;
  throw validationError(
    `1 validation error detected: Value '${value.slice(0, 80)}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(', ')}]`,
  );
}
