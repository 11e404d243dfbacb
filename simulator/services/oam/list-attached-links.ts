import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';
import { checkMaxResults, invalidParameter } from './check-max-results.ts';

interface Input {
  SinkIdentifier: string;
  MaxResults?: number;
  NextToken?: string;
}

/** The accounts that share their metrics with a sink of the caller's. */
export function listAttachedLinks(request: Input, { world, accountId, region }: CallContext) {
  const sink = accountId === world.organization.monitoringAccountId ? world.sink(region) : null;
  if (request.SinkIdentifier !== sink?.arn) {
    throw new AwsError('ResourceNotFoundException', `The sink ${request.SinkIdentifier} does not exist in this account and Region.`, 404);
  }
  const size = checkMaxResults(request.MaxResults, 1000);
  const { items, next } = page(world.links(region), request.NextToken, size, () => invalidParameter('The NextToken is invalid.'));
  return {
    Items: items.map((link) => ({ Label: link.label, LinkArn: link.linkArn, ResourceTypes: ['AWS::CloudWatch::Metric'] })),
    NextToken: next,
  };
}
