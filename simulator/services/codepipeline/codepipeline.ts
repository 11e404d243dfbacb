import * as sdk from '@aws-sdk/client-codepipeline';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { onAction, onPipeline, onStage } from './arns.ts';
import { disableStageTransition, enableStageTransition } from './change-stage-transition.ts';
import { getPipeline } from './get-pipeline.ts';
import { getPipelineExecution } from './get-pipeline-execution.ts';
import { getPipelineState } from './get-pipeline-state.ts';
import { listActionExecutions } from './list-action-executions.ts';
import { listPipelineExecutions } from './list-pipeline-executions.ts';
import { listPipelines } from './list-pipelines.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { overrideStageCondition } from './override-stage-condition.ts';
import { putApprovalResult } from './put-approval-result.ts';
import { retryStageExecution } from './retry-stage-execution.ts';
import { rollbackStage } from './rollback-stage.ts';
import { startPipelineExecution } from './start-pipeline-execution.ts';
import { stopPipelineExecution } from './stop-pipeline-execution.ts';

export const codepipeline: Service = {
  name: 'CodePipeline',
  signingName: 'codepipeline',
  actionPrefix: 'codepipeline',
  target: 'CodePipeline_20150709',
  jsonVersion: '1.1',
  query: null,
  operations: byName([
    defineOperation(sdk.ListPipelines$, listPipelines),
    defineOperation(sdk.GetPipeline$, getPipeline, onPipeline),
    defineOperation(sdk.GetPipelineState$, getPipelineState, onPipeline),
    defineOperation(sdk.GetPipelineExecution$, getPipelineExecution, onPipeline),
    defineOperation(sdk.ListPipelineExecutions$, listPipelineExecutions, onPipeline),
    defineOperation(sdk.ListActionExecutions$, listActionExecutions, onPipeline),
    defineOperation(sdk.ListTagsForResource$, listTagsForResource, ({ resourceArn }: sdk.ListTagsForResourceInput) => resourceArn ?? '*'),
    defineOperation(sdk.StartPipelineExecution$, startPipelineExecution, onPipeline),
    defineOperation(sdk.StopPipelineExecution$, stopPipelineExecution, onPipeline),
    defineOperation(sdk.DisableStageTransition$, disableStageTransition, onStage),
    defineOperation(sdk.EnableStageTransition$, enableStageTransition, onStage),
    defineOperation(sdk.RetryStageExecution$, retryStageExecution, onStage),
    defineOperation(sdk.RollbackStage$, rollbackStage, onStage),
    defineOperation(sdk.OverrideStageCondition$, overrideStageCondition, onStage),
    defineOperation(sdk.PutApprovalResult$, putApprovalResult, onAction),
  ]),
  errorNames: errorNamesOf(sdk),
};
