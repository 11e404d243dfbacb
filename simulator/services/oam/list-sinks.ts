import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';
import { checkMaxResults, invalidParameter } from './check-max-results.ts';

/** The sinks of the caller's account in its Region: one, if it monitors others. */
export function listSinks(request: { MaxResults?: number; NextToken?: string }, { world, accountId, region }: CallContext) {
  const sink = accountId === world.organization.monitoringAccountId ? world.sink(region) : null;
  const size = checkMaxResults(request.MaxResults, 100);
  const { items, next } = page(sink ? [sink] : [], request.NextToken, size, () => invalidParameter('The NextToken is invalid.'));
  return { Items: items.map(({ arn, id, name }) => ({ Arn: arn, Id: id, Name: name })), NextToken: next };
}
