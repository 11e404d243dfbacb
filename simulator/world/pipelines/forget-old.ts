import type { Engine } from './engine.ts';
import type { Execution, Pipeline, StageRun } from './pipeline-types.ts';

/** Runs of actions that all pipelines together remember, about; and executions that each remembers. */
const ACTION_RUNS = 300_000;
const LEAST = 12;
const MOST = 100;

/** Forgets executions that are long over, and that no stage, no cell and no rollback needs any more. */
export function forgetOld(engine: Engine, pipeline: Pipeline): void {
  const actions = pipeline.stages.reduce((sum, { plan }) => sum + plan.actions.length, 0);
  const kept = Math.max(LEAST, Math.min(MOST, Math.floor(ACTION_RUNS / engine.pipelines.size / actions)));
  if (pipeline.executions.length < kept * 1.25) return;
  const needed = new Set<Execution>();
  for (const { run, runs, latest } of pipeline.stages) {
    if (run) needed.add(run.execution);
    for (const action of latest.values()) needed.add(action.run.execution);
    const landed = (entry: StageRun) => entry.actions.some(({ status, plan }) => status === 'Succeeded' && plan.work.kind === 'deploy');
    const last = [runs.findLast(({ status }) => status === 'Succeeded'), runs.findLast(landed)];
    for (const entry of last) if (entry) needed.add(entry.execution);
  }
  const from = pipeline.executions.length - kept;
  const forgotten = new Set(
    pipeline.executions.filter(
      (execution, i) => i < from && !needed.has(execution) && execution.status !== 'InProgress' && execution.status !== 'Stopping',
    ),
  );
  pipeline.executions = pipeline.executions.filter((execution) => !forgotten.has(execution));
  for (const state of pipeline.stages) state.runs = state.runs.filter(({ execution }) => !forgotten.has(execution));
  const ids = new Set(pipeline.executions.map(({ id }) => id));
  for (const [token, id] of pipeline.tokens) if (!ids.has(id)) pipeline.tokens.delete(token);
}
