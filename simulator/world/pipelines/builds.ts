import { hexadecimal } from '../identifier.ts';
import type { BuildWorld } from '../release-types.ts';
import type { Engine } from './engine.ts';
import { type ActionRun, actionId, type Pipeline } from './pipeline-types.ts';

/** Remembered builds of a component, oldest first. */
export function buildsOf(engine: Engine, pipeline: Pipeline): BuildWorld[] {
  const { name } = pipeline.component;
  const now = engine.time.now();
  return buildRuns(pipeline).map((action): BuildWorld => {
    const ended = action.worksUntil !== null && action.worksUntil <= now;
    const { commit, id, breaks } = action.run.execution;
    return {
      id: buildId(name, action),
      project: projectOf(name),
      component: name,
      commit,
      executionId: id,
      startedAt: action.startedAt,
      endedAt: ended ? action.worksUntil : null,
      status: ended ? (breaks ? 'FAILED' : 'SUCCEEDED') : 'IN_PROGRESS',
    };
  });
}

export function projectOf(component: string): string {
  return `${component}-build`;
}

/** PROJECT:UUID, as CodeBuild names a build. */
export function buildId(component: string, action: ActionRun): string {
  return `${projectOf(component)}:${actionId(action)}`;
}

/** What the builds of a Kubernetes component have pushed, newest first; one image for each commit. */
export function imagesOf(engine: Engine, pipeline: Pipeline): { tag: string; digest: string; pushedAt: number }[] {
  if (pipeline.component.kind !== 'kubernetes') return [];
  const images = new Map<string, { tag: string; digest: string; pushedAt: number }>();
  for (const { commit, endedAt, status } of buildsOf(engine, pipeline)) {
    if (endedAt === null || status !== 'SUCCEEDED' || images.has(commit.id)) continue;
    const digest = digestOf(pipeline.component.name, commit.id);
    if (endedAt > (engine.deletedImages.get(digest) ?? Number.NEGATIVE_INFINITY)) {
      images.set(commit.id, { tag: commit.id, digest, pushedAt: endedAt });
    }
  }
  return [...images.values()].reverse();
}

function digestOf(component: string, commitId: string): string {
  return `sha256:${hexadecimal(`image ${component} ${commitId}`, 64)}`;
}

function buildRuns({ executions }: Pipeline): ActionRun[] {
  return executions.flatMap(({ runs }) => runs.flatMap((run) => run.actions.filter(({ plan }) => plan.work.kind === 'build')));
}
