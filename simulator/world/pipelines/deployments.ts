import { TOOLING } from '../create-organization.ts';
import { hexadecimal, identifier } from '../identifier.ts';
import type { ComponentWorld, DeploymentWorld } from '../release-types.ts';
import type { CellWorld } from '../types.ts';
import type { Engine } from './engine.ts';
import { type ActionPlan, type ActionRun, actionId, type Pipeline, type StagePlan } from './pipeline-types.ts';
import { PIPELINE_REGION } from './plan-components.ts';

const plans = new WeakMap<StagePlan, Map<string, ActionPlan>>();

/** Which action of a stage deploys to a cell. */
function deployOf(stage: StagePlan, cell: string): ActionPlan | undefined {
  let known = plans.get(stage);
  if (!known) {
    known = new Map();
    for (const plan of stage.actions) if (plan.work.kind === 'deploy') for (const { name } of plan.work.cells) known.set(name, plan);
    plans.set(stage, known);
  }
  return known.get(cell);
}

/** Remembered deployments of a component into a cell by its pipeline, oldest first. */
export function deploymentsInto(engine: Engine, pipeline: Pipeline, cell: CellWorld): DeploymentWorld[] {
  const found: DeploymentWorld[] = [];
  for (const { runs } of pipeline.stages) {
    for (const run of runs) {
      const plan = deployOf(run.stage, cell.name);
      if (!plan) continue;
      for (const action of run.actions) if (action.plan === plan) found.push(deploymentOf(engine, pipeline.component, action, cell));
    }
  }
  return found.sort((a, b) => a.startedAt - b.startedAt);
}

function deploymentOf(engine: Engine, component: ComponentWorld, action: ActionRun, cell: CellWorld): DeploymentWorld {
  const ended = action.worksUntil !== null && action.worksUntil <= engine.time.now();
  return {
    component: component.name,
    cell: cell.name,
    accountId: cell.accountId,
    region: cell.region,
    kind: component.kind,
    commit: action.run.execution.commit,
    executionId: action.run.execution.id,
    actionExecutionId: actionId(action),
    externalId: externalIdOf(component, cell, action.plan.provider === STACK_SET),
    startedAt: action.startedAt,
    endedAt: ended ? action.worksUntil : null,
    status: ended ? 'succeeded' : 'running',
  };
}

const STACK_SET = 'CloudFormationStackInstances';

/** What a deployment into a cell changes: a stack there (perhaps one of a stack set, which names it), or a cluster by a function. */
export function externalIdOf({ name, kind }: ComponentWorld, { accountId, region, cloud }: CellWorld, ofSet = false): string {
  if (kind === 'kubernetes' || cloud === 'gcp') return `arn:aws:lambda:${PIPELINE_REGION}:${TOOLING}:function:deploy-to-cell`;
  const stack = ofSet ? `StackSet-${name}-${identifier(`set ${name} ${accountId} ${region}`)}` : name;
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${stack}/${identifier(`stack ${name} ${accountId} ${region}`)}`;
}

/** What somebody deployed from a laptop before the world opened: one component in one production cell. */
export function deployByHand(engine: Engine, cells: readonly CellWorld[]): DeploymentWorld[] {
  const pipeline = engine.pipelines.get('auth');
  const cell = cells.find((entry) => entry.environment === 'production' && entry.cloud === 'aws' && entry.state === 'in-service');
  if (!pipeline || !cell) return [];
  const startedAt = engine.opensAt - 40 * 60_000;
  const id = hexadecimal(`${engine.seed}/by hand`, 40);
  return [
    {
      component: pipeline.component.name,
      cell: cell.name,
      accountId: cell.accountId,
      region: cell.region,
      kind: pipeline.component.kind,
      commit: {
        id,
        message: 'Try a longer session in one cell',
        author: 'Tom Ashworth',
        at: startedAt - 600_000,
        quality: 'good',
        severity: 0,
        badFrom: null,
      },
      executionId: null,
      actionExecutionId: null,
      externalId: externalIdOf(
        pipeline.component,
        cell,
        pipeline.stages.some(({ plan }) => plan.actions.some(({ provider }) => provider === STACK_SET)),
      ),
      startedAt,
      endedAt: startedAt + 90_000,
      status: 'succeeded',
    },
  ];
}
