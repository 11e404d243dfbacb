import type { Engine } from './engine.ts';
import { endExecution } from './move-executions.ts';
import { isActive, type Pipeline, type StagePlan, type StageState, type Structure, structureOf } from './pipeline-types.ts';
import { abandonStage } from './run-stage.ts';

/** A stage that nobody has entered. */
export function newStage(plan: StagePlan): StageState {
  return {
    plan,
    transition: { enabled: true, changedBy: null, changedAt: null, reason: null, shutAt: null },
    inbound: [],
    stale: false,
    run: null,
    latest: new Map(),
    runs: [],
  };
}

/** Saves another structure, as UpdatePipeline does: what is under way does not complete, and nothing can go back behind it. */
export function editPipeline(engine: Engine, pipeline: Pipeline, change: Partial<Pick<Structure, 'mode' | 'stages'>>): Structure {
  const old = structureOf(pipeline);
  const structure: Structure = { ...old, ...change, version: old.version + 1, madeAt: engine.time.now() };
  for (const execution of pipeline.executions) {
    if (execution.status !== 'InProgress' && execution.status !== 'Stopping') continue;
    for (const run of execution.runs) if (isActive(run)) abandonStage(engine, run, 'Cancelled', () => {});
    endExecution(engine, execution, 'Cancelled');
  }
  pipeline.structures.push(structure);
  const known = new Map(pipeline.stages.map((state) => [state.plan.name, state]));
  pipeline.stages = structure.stages.map((plan) => {
    const state = known.get(plan.name);
    return state ? Object.assign(state, { plan, inbound: [] }) : newStage(plan);
  });
  return structure;
}
