import type { Reader } from './aws.ts';
import { AwsFailure } from './classify-failure.ts';
import type { Service } from './services.ts';

/** The failure of an answer that lacks what it is about. @param what "without a pipeline" */
export function incompleteAnswer(reader: Reader, service: Service, operation: string, what: string): AwsFailure {
  const { accountId, region, role } = reader;
  const target = { service, operation, accountId, region, role: role?.name ?? null };
  return new AwsFailure('invalid-response', `${service} ${operation} answered ${what}: trying again at the next refresh.`, target);
}
