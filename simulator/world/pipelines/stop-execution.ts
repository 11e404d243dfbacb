import type { Engine } from './engine.ts';
import { endExecution, leave } from './move-executions.ts';
import { type Execution, isActive, type Pipeline, PipelineError } from './pipeline-types.ts';
import { abandonStage } from './run-stage.ts';

/** How long giving up takes. */
const GIVES_UP_IN_MS = 1000;

/**
 * Stops an execution: when its running actions have ended, or (`abandon`) without them.
 * @throws PipelineError PipelineExecutionNotStoppableException, DuplicatedStopRequestException
 */
export function stopExecution(engine: Engine, pipeline: Pipeline, id: string, abandon: boolean, reason: string | null): void {
  const execution = pipeline.executions.find((entry) => entry.id === id);
  if (execution?.status !== 'InProgress' && execution?.status !== 'Stopping') {
    const why = execution ? `it is in a ${execution.status} state` : 'there is no such execution';
    throw new PipelineError('PipelineExecutionNotStoppableException', `Unable to stop pipeline execution '${id}': ${why}.`);
  }
  const run = execution.runs.findLast(isActive);
  if (execution.status === 'Stopping' && (!abandon || engine.givingUp.has(execution))) {
    throw new PipelineError('DuplicatedStopRequestException', `Pipeline execution '${id}' is already in a Stopping state.`);
  }
  execution.stopReason = reason ?? execution.stopReason;
  const busy = run?.actions.some((action) => action.status === 'InProgress') ?? false;
  if (!run || !busy) {
    stopIdle(engine, pipeline, execution);
    return;
  }
  execution.status = run.status = 'Stopping';
  execution.updatedAt = run.updatedAt = engine.time.now();
  engine.changed(execution.component, { what: 'stage', run });
  engine.changed(execution.component, { what: 'execution', execution });
  if (!abandon) return;
  engine.givingUp.add(execution);
  engine.time.plan(engine.time.now() + GIVES_UP_IN_MS, () => {
    engine.givingUp.delete(execution);
    if (isActive(run)) abandonStage(engine, run, 'Stopped', (left) => leave(engine, pipeline, left));
  });
}

/** Stops an execution that only waits. */
function stopIdle(engine: Engine, pipeline: Pipeline, execution: Execution): void {
  for (const state of pipeline.stages) state.inbound = state.inbound.filter((waiting) => waiting !== execution);
  const run = execution.runs.findLast(isActive);
  if (run) abandonStage(engine, run, 'Stopped', (left) => leave(engine, pipeline, left));
  else endExecution(engine, execution, 'Stopped');
}
