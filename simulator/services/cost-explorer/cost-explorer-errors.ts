import { AwsError } from '../../wire/aws-error.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function constraint(value: string, member: string, rule: string): AwsError {
  return invalid(`1 validation error detected: Value '${value.slice(0, 80)}' at '${member}' failed to satisfy constraint: ${rule}`);
}

/** A value of an enumeration of the service's model. @throws AwsError */
export function oneOf<T extends string>(value: string | undefined, member: string, values: readonly T[]): T {
  const found = values.find((entry) => entry === value);
  if (found === undefined) throw constraint(value ?? 'null', member, `Member must satisfy enum value set: [${values.join(', ')}]`);
  return found;
}
