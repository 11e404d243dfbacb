import type { PutApprovalResultInput, PutApprovalResultOutput } from '@aws-sdk/client-codepipeline';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Approves or rejects what waits for a person. */
export function putApprovalResult(request: PutApprovalResultInput, context: CallContext): PutApprovalResultOutput {
  checkInput(request);
  const pipeline = findPipeline(context, request.pipelineName);
  const { stageName: stage = '', actionName: action = '', token = '', result } = request;
  const answer = {
    stage,
    action,
    token,
    approved: result?.status === 'Approved',
    summary: result?.summary ?? '',
    by: context.principal.arn,
  };
  carryOut(() => context.world.pipelines.answer(pipeline, answer));
  return { approvedAt: new Date(context.now) };
}
