import { TOOLING } from '../create-organization.ts';
import type { ComponentWorld } from '../release-types.ts';
import type { CellWorld } from '../types.ts';
import { answerApproval } from './answer-approval.ts';
import { disableTransition, enableTransition } from './change-transition.ts';
import { editPipeline, newStage } from './edit-pipeline.ts';
import type { Engine } from './engine.ts';
import { overrideCondition } from './override-condition.ts';
import type { ExecutionMode, Pipeline } from './pipeline-types.ts';
import type { PipelinesWorld } from './pipelines-world.ts';
import { planStages } from './plan-stages.ts';
import { retryStage } from './retry-stage.ts';
import { rollBackStage } from './roll-back-stage.ts';
import { startByHand } from './start-execution.ts';
import { stopExecution } from './stop-execution.ts';
import { type StateView, viewState } from './view-state.ts';

/** A pipeline that has never run. */
export function newPipeline(component: ComponentWorld, cells: readonly CellWorld[], madeAt: number): Pipeline {
  const mode: ExecutionMode = component.name === 'topics' ? 'QUEUED' : 'SUPERSEDED';
  const stages = planStages(component, cells);
  return {
    component,
    arn: `arn:aws:codepipeline:${component.region}:${TOOLING}:${component.name}`,
    createdAt: madeAt,
    structures: [{ version: 1, mode, stages, madeAt }],
    stages: stages.map(newStage),
    executions: [],
    tokens: new Map(),
    started: 0,
    commits: [],
  };
}

export function createPipelines(engine: Engine, lag: () => number): PipelinesWorld {
  /** What was to be seen before recent control calls, oldest first. */
  const held = new Map<Pipeline, { until: number; view: StateView }[]>();

  function control<T>(pipeline: Pipeline, action: () => T): T {
    return engine.time.act(() => {
      const view = lag() > 0 ? viewState(pipeline) : null;
      const answer = action();
      if (view) held.set(pipeline, [...(held.get(pipeline) ?? []), { until: engine.time.now() + lag(), view }]);
      return answer;
    });
  }
  return {
    list(accountId, region) {
      engine.time.catchUp();
      return [...engine.pipelines.values()].filter(({ component }) => component.accountId === accountId && component.region === region);
    },
    find(accountId, region, name) {
      engine.time.catchUp();
      const pipeline = engine.pipelines.get(name);
      return pipeline?.component.accountId === accountId && pipeline.component.region === region ? pipeline : null;
    },
    state(pipeline) {
      engine.time.catchUp();
      const views = (held.get(pipeline) ?? []).filter(({ until }) => until > engine.time.now());
      if (views.length > 0) held.set(pipeline, views);
      else held.delete(pipeline);
      return views[0]?.view ?? viewState(pipeline);
    },
    disableTransition: (pipeline, stage, reason, by) => control(pipeline, () => disableTransition(engine, pipeline, stage, reason, by)),
    enableTransition: (pipeline, stage, by) => control(pipeline, () => enableTransition(engine, pipeline, stage, by)),
    start: (pipeline, request) => control(pipeline, () => startByHand(engine, pipeline, request)),
    stop: (pipeline, id, abandon, reason) => control(pipeline, () => stopExecution(engine, pipeline, id, abandon, reason)),
    retry: (pipeline, stage, id, mode) => control(pipeline, () => retryStage(engine, pipeline, stage, id, mode)),
    rollBack: (pipeline, stage, targetId, by) => control(pipeline, () => rollBackStage(engine, pipeline, stage, targetId, by)),
    answer: (pipeline, answer) => control(pipeline, () => answerApproval(engine, pipeline, answer)),
    override: (pipeline, stage, id, type) => control(pipeline, () => overrideCondition(engine, pipeline, stage, id, type)),
    edit: (pipeline, change) => control(pipeline, () => editPipeline(engine, pipeline, change)),
  };
}
