import type { ListPipelinesInput, ListPipelinesOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';

/** The pipelines of the caller's account and Region, by name. */
export function listPipelines(request: ListPipelinesInput, { world, accountId, region }: CallContext): ListPipelinesOutput {
  const here = world.releases.components().filter((component) => component.accountId === accountId && component.region === region);
  const sorted = here.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, next } = page(
    sorted,
    request.nextToken,
    request.maxResults ?? 1000,
    () => new AwsError('InvalidNextTokenException', 'The next token is invalid.'),
  );
  return { pipelines: items.map(({ name }) => ({ name })), nextToken: next };
}
