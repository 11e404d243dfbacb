import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';
import { checkInput, UP_TO_100 } from './check-input.ts';
import { invalidNextToken } from './find-pipeline.ts';

/** The tags of a pipeline, by its ARN. */
export function listTagsForResource(
  request: ListTagsForResourceInput,
  { world, accountId, region }: CallContext,
): ListTagsForResourceOutput {
  checkInput(request, { maxResults: UP_TO_100 });
  const [, , , inRegion, ofAccount, name = ''] = request.resourceArn?.split(':') ?? [];
  if (inRegion !== region || ofAccount !== accountId)
    throw new AwsError('InvalidArnException', `The ARN '${request.resourceArn}' is invalid`);
  const pipeline = world.pipelines.find(accountId, region, name);
  if (!pipeline) throw new AwsError('ResourceNotFoundException', `The resource '${request.resourceArn}' could not be found`);
  const tags = [
    { key: 'component', value: name },
    { key: 'team', value: pipeline.component.kind === 'pipelines' ? 'platform' : name },
  ];
  const { items, next } = page(tags, request.nextToken, request.maxResults ?? 100, invalidNextToken);
  return { tags: items, nextToken: next };
}
