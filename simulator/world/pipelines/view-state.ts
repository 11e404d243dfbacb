import type { ActionRun, ConditionRun, Execution, Pipeline, StageRun, StageState } from './pipeline-types.ts';
import { structureOf } from './pipeline-types.ts';

/** A pipeline's state at one moment, apart from what goes on in it. */
export interface StateView {
  version: number;
  madeAt: number;
  stages: StageView[];
}

interface ExecutionView {
  id: string;
  status: string;
  type: 'STANDARD' | 'ROLLBACK';
}

export interface StageView {
  plan: StageState['plan'];
  transition: StageState['transition'];
  inbound: ExecutionView[];
  latest: ExecutionView | null;
  /** In the order of the structure; an action that has not run in the latest execution shows an earlier run. */
  actions: { plan: ActionRun['plan']; last: ActionRun | null }[];
  beforeEntry: ConditionRun | null;
  onSuccess: ConditionRun | null;
  retries: number;
}

export function viewState(pipeline: Pipeline): StateView {
  const { version, madeAt } = structureOf(pipeline);
  return { version, madeAt, stages: pipeline.stages.map(viewStage) };
}

function viewStage({ plan, transition, inbound, run, latest }: StageState): StageView {
  return {
    plan,
    transition,
    inbound: inbound.map((execution) => viewExecution(execution, execution.status)),
    latest: run && viewExecution(run.execution, run.status),
    actions: plan.actions.map((action) => {
      const last = latest.get(action.name);
      return { plan: action, last: last ? { ...last } : null };
    }),
    beforeEntry: copyOf(run?.conditions.beforeEntry),
    onSuccess: copyOf(run?.conditions.onSuccess),
    retries: run?.retries ?? 0,
  };
}

function viewExecution({ id, rollbackTarget }: Execution, status: Execution['status'] | StageRun['status']): ExecutionView {
  return { id, status, type: rollbackTarget === null ? 'STANDARD' : 'ROLLBACK' };
}

function copyOf(condition: ConditionRun | null | undefined): ConditionRun | null {
  return condition ? { ...condition, rules: condition.rules.map((rule) => ({ ...rule })) } : null;
}
