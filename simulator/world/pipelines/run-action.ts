import { TOOLING } from '../create-organization.ts';
import { identifier } from '../identifier.ts';
import { uniform } from '../noise.ts';
import { startBake } from './bake.ts';
import { type Engine, paced } from './engine.ts';
import { type ActionPlan, type ActionRun, actionId, type Pipeline, type StageRun } from './pipeline-types.ts';

const SECOND = 1000;
const APPROVAL_EXPIRES_MS = 7 * 86_400_000;
const APPROVED_IN_HISTORY_MS = 20 * 60_000;

/** How long the work of an action takes at pace 1, ms: from, to. */
const TAKES = {
  source: [4 * SECOND, 9 * SECOND],
  build: [180 * SECOND, 330 * SECOND],
  announce: [20 * SECOND, 40 * SECOND],
  deploy: [150 * SECOND, 420 * SECOND],
  'update-pipelines': [100 * SECOND, 160 * SECOND],
} as const;

/** Ends the run of an action, if it has not ended yet. */
export function settleAction(
  engine: Engine,
  action: ActionRun,
  status: 'Succeeded' | 'Failed' | 'Abandoned',
  error: ActionRun['error'] = null,
): boolean {
  if (action.status !== 'InProgress') return false;
  const now = engine.time.now();
  action.status = status;
  action.error = error;
  action.updatedAt = action.run.updatedAt = action.run.execution.updatedAt = now;
  engine.changed(action.run.execution.component, { what: 'action', action });
  return true;
}

/** Starts an action. @param ended called when it has succeeded or failed, not when it is given up */
export function startAction(engine: Engine, pipeline: Pipeline, run: StageRun, plan: ActionPlan, ended: () => void): void {
  const now = engine.time.now();
  const { execution } = run;
  const n = execution.actionsStarted++;
  const action: ActionRun = {
    n,
    plan,
    run,
    status: 'InProgress',
    startedAt: now,
    updatedAt: now,
    worksUntil: null,
    token: null,
    summary: null,
    error: null,
    updatedBy: null,
    bake: null,
  };
  run.actions.push(action);
  run.updatedAt = execution.updatedAt = now;
  pipeline.stages.find((stage) => stage.plan.name === run.stage.name)?.latest.set(plan.name, action);
  engine.changed(execution.component, { what: 'action', action });
  const end = (status: 'Succeeded' | 'Failed', error: ActionRun['error'] = null) => {
    if (settleAction(engine, action, status, error)) ended();
  };

  const { work } = plan;
  if (work.kind === 'approve') {
    waitForApproval(engine, action, end);
    return;
  }
  if (work.kind === 'bake') {
    action.bake = startBake(engine, pipeline, action, ({ status, error, cause }) => {
      if (status === 'SUCCEEDED') end('Succeeded');
      else
        end('Failed', {
          code: 'JobFailed',
          message: `The state machine execution ${status.toLowerCase()}: ${error ?? 'no error'}. ${cause ?? ''}`.trim(),
        });
    });
    return;
  }
  const [least, most] = TAKES[work.kind];
  action.worksUntil = now + paced(engine, least + uniform(execution.chance, n + 0x10000) * (most - least));
  engine.time.plan(action.worksUntil, () => {
    // The work goes on to its end even when its action was given up.
    if (work.kind === 'deploy') engine.landed(pipeline, action);
    if (work.kind === 'update-pipelines' && action.status === 'InProgress') engine.updatePipelines();
    if (work.kind === 'source') execution.revisionKnown = true;
    if (work.kind === 'build' && execution.breaks) end('Failed', { code: 'JobFailed', message: 'Build terminated with state: FAILED' });
    else end('Succeeded');
  });
}

function waitForApproval(
  engine: Engine,
  action: ActionRun,
  end: (status: 'Succeeded' | 'Failed', error?: ActionRun['error']) => void,
): void {
  action.token = identifier(`${actionId(action)}/token`);
  engine.approvals.set(action, (approved) => {
    engine.approvals.delete(action);
    end(approved ? 'Succeeded' : 'Failed', approved ? null : { code: 'JobFailed', message: 'The approval was rejected.' });
  });
  engine.time.plan(action.startedAt + APPROVAL_EXPIRES_MS, () => {
    engine.approvals.delete(action);
    end('Failed', { code: 'JobFailed', message: 'The approval expired: nobody answered within seven days.' });
  });
  if (action.startedAt >= engine.opensAt) return;
  engine.time.plan(action.startedAt + paced(engine, APPROVED_IN_HISTORY_MS), () => {
    action.updatedBy = `arn:aws:sts::${TOOLING}:assumed-role/Deployer/mei.tanaka`;
    action.summary = 'Looked at the small and medium waves: fine.';
    engine.approvals.get(action)?.(true);
  });
}
