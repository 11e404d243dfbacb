import { type Execution, type PipelineState, type StageState, TERMINAL_EXECUTION_STATUSES } from '#lib/domain/release/facts.ts';

/** Something runs: a person may be watching it. */
export const MOVING_MS = 10_000;
/** An execution waits for a person, or in front of a closed door. */
export const WAITING_MS = 30_000;
export const STILL_MS = 60_000;

/** How often a pipeline that stands like this is looked at, ms. */
export function paceOf(state: PipelineState | null, executions: readonly Execution[]): number {
  if (!state) return STILL_MS;
  if (executions.some((execution) => execution.status === 'Stopping') || state.stages.some(runs)) return MOVING_MS;
  const waits = state.stages.some((stage) => inFlight(stage) || stage.inbound.length > 0) || executions.some(isInFlight);
  return waits ? WAITING_MS : STILL_MS;
}

export function isInFlight(execution: Pick<Execution, 'status'>): boolean {
  return !TERMINAL_EXECUTION_STATUSES.has(execution.status);
}

function inFlight({ latest }: StageState): boolean {
  return latest?.status === 'InProgress' || latest?.status === 'Stopping';
}

/** A stage whose running actions are all approvals waits; one between two actions runs. */
function runs(stage: StageState): boolean {
  if (!inFlight(stage)) return false;
  const running = stage.actions.filter((action) => action.status === 'InProgress');
  return stage.latest?.status === 'Stopping' || running.length === 0 || running.some((action) => action.token === null);
}
