import { isBake } from '../release/find-targets.ts';
import type { PipelinePicture, StagePicture } from './pipeline-picture.ts';

/** An execution inside a stage, and what of it is under way there. */
export interface RunningExecution {
  executionId: string;
  stage: StagePicture;
  stopping: boolean;
  /** Names of actions under way that are neither bake nor approval: deployments, builds, tests. */
  work: readonly string[];
  /** `arn` is null when nothing tells which Step Functions execution it is. */
  bakes: readonly { action: string; arn: string | null }[];
  approvals: readonly string[];
  /** True while a condition of the stage is being judged. */
  judging: boolean;
}

const STATES_EXECUTION = /^arn:[^:]*:states:[^:]*:\d{12}:execution:/;

/** The executions that stages show as running or stopping, in the pipeline's order. */
export function runningExecutions(picture: PipelinePicture): RunningExecution[] {
  return picture.stages.flatMap((stage): RunningExecution[] => {
    const latest = stage.state?.latest;
    if (!latest || (latest.status !== 'InProgress' && latest.status !== 'Stopping')) return [];
    const known = new Map(stage.actions.map((action) => [action.name, action]));
    const work: string[] = [];
    const bakes: { action: string; arn: string | null }[] = [];
    const approvals: string[] = [];
    for (const action of stage.state?.actions ?? []) {
      if (action.status !== 'InProgress') continue;
      const structure = known.get(action.name);
      const external = action.externalId && STATES_EXECUTION.test(action.externalId) ? action.externalId : null;
      if (structure ? structure.category === 'Approval' : action.token !== null) approvals.push(action.name);
      else if (structure ? isBake(structure) : external !== null) {
        bakes.push({ action: action.name, arn: picture.bakeArns.get(action.actionExecutionId ?? '') ?? external });
      } else work.push(action.name);
    }
    const judging = stage.state?.conditions.some(({ status }) => status === 'InProgress') ?? false;
    return [{ executionId: latest.executionId, stage, stopping: latest.status === 'Stopping', work, bakes, approvals, judging }];
  });
}

/**
 * Executions that are under way although no stage shows them running and they wait at no door: between two stages, or side by
 * side with another (PARALLEL). `after` is the last stage that shows them; null when none does.
 */
export function executionsBetweenStages(picture: PipelinePicture): { executionId: string; after: StagePicture | null }[] {
  const seen = new Set(runningExecutions(picture).map(({ executionId }) => executionId));
  for (const { state } of picture.stages) for (const executionId of state?.inbound ?? []) seen.add(executionId);
  return picture.facts.executions
    .filter(({ id, status }) => status === 'InProgress' && !seen.has(id))
    .map(({ id }) => ({ executionId: id, after: picture.stages.findLast(({ state }) => state?.latest?.executionId === id) ?? null }))
    .filter(({ after }) => !after || !hasEnded(after, picture));
}

/** The list of executions may be older than the state: one that the state shows through, or as failed, has ended. */
function hasEnded({ index, state }: StagePicture, { stages }: PipelinePicture): boolean {
  const status = state?.latest?.status;
  return status !== 'Succeeded' && status !== 'Skipped' ? true : index === stages.length - 1;
}
