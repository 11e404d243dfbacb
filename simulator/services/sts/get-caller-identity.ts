import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { CallContext } from '../../wire/service.ts';

/** Everybody may ask who they are. */
export function getCallerIdentity(_request: GetCallerIdentityRequest, { principal }: CallContext): GetCallerIdentityResponse {
  return { UserId: principal.userId, Account: principal.accountId, Arn: principal.arn };
}
