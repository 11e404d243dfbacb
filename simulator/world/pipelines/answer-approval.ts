import type { Engine } from './engine.ts';
import { findStage } from './find-stage.ts';
import { type ApprovalAnswer, type Pipeline, PipelineError } from './pipeline-types.ts';

/** @throws PipelineError StageNotFoundException, ActionNotFoundException, InvalidApprovalTokenException, ApprovalAlreadyCompletedException */
export function answerApproval(engine: Engine, pipeline: Pipeline, answer: ApprovalAnswer): void {
  const state = findStage(pipeline, answer.stage);
  const plan = state.plan.actions.find((action) => action.name === answer.action);
  if (plan?.category !== 'Approval') {
    throw new PipelineError(
      'ActionNotFoundException',
      `Stage '${answer.stage}' does not have an approval action with name '${answer.action}'`,
    );
  }
  const action = state.runs.flatMap((run) => run.actions).findLast((run) => run.plan.name === plan.name && run.token === answer.token);
  if (!action) throw new PipelineError('InvalidApprovalTokenException', `The approval token '${answer.token}' is not valid.`);
  if (action.status !== 'InProgress') {
    throw new PipelineError('ApprovalAlreadyCompletedException', 'The approval action has already been approved or rejected.');
  }
  action.summary = answer.summary;
  action.updatedBy = answer.by;
  engine.approvals.get(action)?.(answer.approved);
}
