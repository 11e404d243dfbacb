import type { ActionRun, ActionState, PipelineAction } from './facts.ts';
import type { MappedStage } from './map-stages.ts';
import type { StageRollout } from './rollout.ts';

type Action = StageRollout['actions'][number];

const WORDS = { InProgress: 'running', Succeeded: 'succeeded', Failed: 'failed', Abandoned: 'abandoned' } as const;

/** The newest run of each action of a stage within one execution, by the action's name: a retry replaces what it repeats. */
export function newestRuns(runs: readonly ActionRun[] | undefined, stage: string): ReadonlyMap<string, ActionRun> {
  const newest = new Map<string, ActionRun>();
  for (const run of runs ?? []) {
    if (run.stage !== stage) continue;
    const other = newest.get(run.action);
    if (!other || (run.startedAt ?? 0) >= (other.startedAt ?? 0)) newest.set(run.action, run);
  }
  return newest;
}

/**
 * A stage's actions in the execution that is or was last in it. The pipeline's state tells nothing of which execution an action
 * ran for, so it only freshens a run of the same id.
 */
export function stageActions(
  stage: MappedStage,
  runs: ReadonlyMap<string, ActionRun>,
  states: readonly ActionState[],
  whole: boolean,
): Action[] {
  return stage.actions.map((action): Action => {
    const run = runs.get(action.name);
    const state = states.find((one) => one.name === action.name);
    const same = run && state && state.actionExecutionId === run.actionExecutionId ? state : undefined;
    const fresher = same?.status && (same.changedAt ?? 0) > (run?.updatedAt ?? 0) ? same.status : run?.status;
    const cells = stage.targets.get(action.name);
    return {
      name: action.name,
      category: action.category,
      provider: action.provider,
      cell: cells?.length === 1 ? (cells[0] ?? null) : null,
      status: fresher ? WORDS[fresher] : whole ? 'succeeded' : 'waiting',
      startedAt: run?.startedAt ?? null,
      updatedAt: run ? Math.max(run.updatedAt ?? 0, same?.changedAt ?? 0) || null : null,
      url: run?.externalUrl ?? same?.externalUrl ?? null,
      externalId: run?.externalId ?? same?.externalId ?? null,
      error: run?.error ?? same?.error ?? (fresher === 'Failed' ? (run?.summary ?? same?.summary ?? null) : null),
    };
  });
}

/** Whether the action waits for a person. */
export function isApproval(action: Pick<PipelineAction, 'category'>): boolean {
  return action.category === 'Approval';
}
