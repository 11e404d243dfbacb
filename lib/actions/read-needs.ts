import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { PipelinePicture } from '#lib/domain/control/pipeline-picture.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun } from '#lib/domain/release/facts.ts';
import { type ImageReference, imageName, imagesOf } from '#lib/domain/release/image-reference.ts';
import type { ReleaseNeeds } from '#lib/domain/release/release-needs.ts';
import { rollbackCandidates } from '#lib/domain/release/rollback-candidate.ts';
import { listActionExecutions } from '#lib/sources/codepipeline/list-action-executions.ts';
import { describeImage } from '#lib/sources/ecr/describe-images.ts';
import { readerOf } from './reader-of.ts';

/** So many releases back are looked at, for each stage. */
const CANDIDATES = 3;

/**
 * Looks whether the images of releases that stages may go back to are still there, by execution id. Never throws: what could not
 * be looked for is told, and keeps nobody from rolling back.
 * @param meant the release that a person named
 */
export async function readNeeds(
  aws: Aws,
  registry: Registry,
  picture: PipelinePicture,
  meant: string | undefined,
): Promise<ReadonlyMap<string, ReleaseNeeds>> {
  const ids = picture.stages.flatMap(({ name, deploys }) => {
    const found = deploys ? rollbackCandidates(picture.facts, name, picture.succeeded.get(name)) : null;
    return found?.kind === 'candidates' ? found.executions.slice(0, CANDIDATES).map(({ id }) => id) : [];
  });
  const wanted = new Set(meant === undefined ? ids : [...ids, meant]);
  const asked = new Map<string, Promise<ReleaseNeeds>>();
  const once = (image: ImageReference) => {
    const key = `${image.accountId}/${image.region}/${imageName(image)}`;
    const answer = asked.get(key) ?? lookFor(aws, registry, image);
    asked.set(key, answer);
    return answer;
  };
  return new Map(
    await Promise.all(
      [...wanted].map(async (id): Promise<[string, ReleaseNeeds]> => {
        const runs = await runsOf(aws, registry, picture, id).catch(reasonOf);
        if (typeof runs === 'string')
          return [id, { gone: [], unchecked: [`whether its image is still in ECR could not be checked: ${runs}`] }];
        const found = await Promise.all(imagesOf(runs).map(once));
        return [id, { gone: found.flatMap(({ gone }) => gone), unchecked: found.flatMap(({ unchecked }) => unchecked) }];
      }),
    ),
  );
}

async function runsOf(aws: Aws, registry: Registry, { facts, pipeline }: PipelinePicture, id: string): Promise<readonly ActionRun[]> {
  return facts.runs.get(id) ?? (await listActionExecutions(aws, readerOf(registry, pipeline), pipeline.name, id, [], 'control'));
}

async function lookFor(aws: Aws, registry: Registry, image: ImageReference): Promise<ReleaseNeeds> {
  const gone = { gone: [`its image is gone from ECR (${imageName(image)})`], unchecked: [] };
  try {
    return (await describeImage(aws, readerOf(registry, image), image)) ? { gone: [], unchecked: [] } : gone;
  } catch (error) {
    if (error instanceof AwsFailure && error.code === 'not-found') return gone;
    const text = `whether its image is still in ECR (${imageName(image)}) could not be checked: ${reasonOf(error)}`;
    return { gone: [], unchecked: [text] };
  }
}

/** Without its full stop: the sentence goes on, or ends by itself. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/[.\s]+$/, '');
}
