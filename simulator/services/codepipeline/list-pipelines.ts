import type { ListPipelinesInput, ListPipelinesOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { structureOf } from '../../world/pipelines/pipeline-types.ts';
import { page } from '../page.ts';
import { checkInput, UP_TO_1000 } from './check-input.ts';
import { invalidNextToken } from './find-pipeline.ts';

/** The pipelines of the caller's account and Region, by name. */
export function listPipelines(request: ListPipelinesInput, { world, accountId, region }: CallContext): ListPipelinesOutput {
  checkInput(request, { maxResults: UP_TO_1000 });
  const all = world.pipelines.list(accountId, region).toSorted((a, b) => (a.component.name < b.component.name ? -1 : 1));
  const { items, next } = page(all, request.nextToken, request.maxResults ?? 1000, invalidNextToken);
  return {
    pipelines: items.map((pipeline) => {
      const { version, mode, madeAt } = structureOf(pipeline);
      return {
        name: pipeline.component.name,
        version,
        pipelineType: 'V2',
        executionMode: mode,
        created: new Date(pipeline.createdAt),
        updated: new Date(madeAt),
      };
    }),
    nextToken: next,
  };
}
