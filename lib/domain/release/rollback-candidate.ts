import type { Execution, PipelineFacts } from './facts.ts';
import { bringTheSame } from './name-releases.ts';
import { newestRuns } from './pick-runs.ts';

/** Releases that a stage could be rolled back to, the newest first, and what stands in it now; or why there are none. */
export type RollbackCandidates =
  | { kind: 'candidates'; present: Execution; executions: readonly [Execution, ...Execution[]] }
  | { kind: 'none'; reason: string };

/**
 * The releases that AWS would take for a stage, in its order: those that succeeded in it, are no rollback, are not the present one
 * (or what the present one went back to) and bring other revisions.
 * @param succeeded executions that succeeded in the stage under the present structure, newest first, as ListPipelineExecutions
 *   filtered by succeededInStage tells; left out, what has been read of the runs tells
 */
export function rollbackCandidates(facts: PipelineFacts, stage: string, succeeded?: readonly Execution[]): RollbackCandidates {
  const { structure, state } = facts;
  if (!structure || !state) return none('The pipeline has not been read yet.');
  const definition = structure.stages.find((one) => one.name === stage);
  if (!definition) return none(`The pipeline has no stage ${stage}.`);
  if (structure.mode === 'PARALLEL') return none('A pipeline in PARALLEL mode cannot be rolled back.');
  if (definition.actions.some((action) => action.category === 'Source')) return none('The stage with the source cannot be rolled back.');
  const latest = state.stages.find((one) => one.name === stage)?.latest;
  if (!latest) return none('Nothing has run here yet.');
  if (latest.status === 'InProgress' || latest.status === 'Stopping') return none('The stage runs now. Halt it first.');
  const byId = new Map([...facts.executions, ...(succeeded ?? [])].map((execution) => [execution.id, execution]));
  const present = presentOf(byId.get(latest.executionId), byId);
  if (!present) return none('The release in the stage is not among those that AWS lists.');
  const possible = succeeded ?? facts.executions.filter((execution) => hasSucceeded(facts, stage, execution));
  const [first, ...others] = possible.filter(
    (execution) => execution.type !== 'ROLLBACK' && execution.id !== present.id && !bringTheSame(execution.revisions, present.revisions),
  );
  if (!first)
    return none(
      `No earlier release with another revision has succeeded here since the pipeline was last changed (version ${structure.version}).`,
    );
  return { kind: 'candidates', present, executions: [first, ...others] };
}

/** The release that stands in the stage: of a rollback, the one it went back to. */
function presentOf(latest: Execution | undefined, byId: ReadonlyMap<string, Execution>): Execution | null {
  if (latest?.type !== 'ROLLBACK' || latest.rollbackTarget === null) return latest ?? null;
  return byId.get(latest.rollbackTarget) ?? latest;
}

type Known = Pick<PipelineFacts, 'structure' | 'runs'>;

function hasSucceeded({ structure, runs }: Known, stage: string, execution: Execution): boolean {
  const known = runs.get(execution.id);
  // Nothing was read of how it went: one that went through the whole pipeline, as it is now, came through here.
  if (!known) return execution.status === 'Succeeded' && !changedSince({ structure, runs }, execution.startedAt ?? 0);
  const actions = structure?.stages.find((one) => one.name === stage)?.actions ?? [];
  const newest = newestRuns(known, stage);
  return actions.every((action) => {
    const run = newest.get(action.name);
    return run?.status === 'Succeeded' && (run.pipelineVersion === null || run.pipelineVersion === structure?.version);
  });
}

/** Whether the pipeline's structure is known to have changed after that time. */
function changedSince({ structure, runs }: Known, at: number): boolean {
  if (!structure) return true;
  if ((structure.updatedAt ?? 0) > at) return true;
  for (const known of runs.values()) {
    if (known.some((run) => (run.startedAt ?? 0) >= at && run.pipelineVersion !== null && run.pipelineVersion < structure.version))
      return true;
  }
  return false;
}

function none(reason: string): { kind: 'none'; reason: string } {
  return { kind: 'none', reason };
}
