import type { CommitWorld } from '../release-types.ts';
import { GOOD, pushCommit } from './commit-history.ts';
import type { Engine } from './engine.ts';
import { forgetOld } from './forget-old.ts';
import { arrive, type Birth, bearExecution } from './move-executions.ts';
import { type Execution, type Pipeline, PipelineError, structureOf } from './pipeline-types.ts';

/** Of pipelines in QUEUED or PARALLEL mode. */
const MOST_AT_ONCE = 50;

/** Starts an execution at the source stage. @throws PipelineError ConcurrentPipelineExecutionsLimitExceededException */
export function startExecution(engine: Engine, pipeline: Pipeline, birth: Birth): Execution {
  const { mode } = structureOf(pipeline);
  const moving = pipeline.executions.filter(({ status }) => status === 'InProgress' || status === 'Stopping').length;
  if (mode !== 'SUPERSEDED' && moving >= MOST_AT_ONCE) {
    throw new PipelineError(
      'ConcurrentPipelineExecutionsLimitExceededException',
      `Pipeline '${pipeline.component.name}' has reached the limit of ${MOST_AT_ONCE} concurrent pipeline executions.`,
    );
  }
  forgetOld(engine, pipeline);
  const execution = bearExecution(engine, pipeline, birth);
  arrive(engine, pipeline, execution, 0);
  return execution;
}

/** Starts what StartPipelineExecution asks for: the newest commit, or the one that is named. */
export function startByHand(engine: Engine, pipeline: Pipeline, request: { commitId?: string; token?: string; by: string }): string {
  const known = request.token === undefined ? undefined : pipeline.tokens.get(request.token);
  if (known !== undefined) return known;
  const trigger = { type: 'StartPipelineExecution', detail: request.by };
  const { id } = startExecution(engine, pipeline, { commit: commitOf(engine, pipeline, request.commitId), trigger });
  if (request.token !== undefined) pipeline.tokens.set(request.token, id);
  return id;
}

function commitOf(engine: Engine, pipeline: Pipeline, id: string | undefined): CommitWorld {
  const known = id === undefined ? pipeline.commits.at(-1) : pipeline.commits.find((commit) => commit.id === id);
  return known ?? pushCommit(engine.seed, pipeline, engine.time.now(), GOOD, id);
}
