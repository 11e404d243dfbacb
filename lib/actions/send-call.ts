import {
  DisableStageTransitionCommand,
  type DisableStageTransitionCommandInput,
  EnableStageTransitionCommand,
  type EnableStageTransitionCommandInput,
  PutApprovalResultCommand,
  type PutApprovalResultCommandInput,
  RetryStageExecutionCommand,
  type RetryStageExecutionCommandInput,
  RollbackStageCommand,
  type RollbackStageCommandInput,
  StartPipelineExecutionCommand,
  type StartPipelineExecutionCommandInput,
  StopPipelineExecutionCommand,
  type StopPipelineExecutionCommandInput,
} from '@aws-sdk/client-codepipeline';
import { StopExecutionCommand, type StopExecutionCommandInput } from '@aws-sdk/client-sfn';
import type { Aws } from '#lib/aws/aws.ts';
import type { Credentials } from '#lib/aws/credentials.ts';
import type { PlannedCall } from '#lib/domain/control/action.ts';
import { placeOfCall } from './controller-policy.ts';

/** What AWS answered to a call that it took. */
export interface Accepted {
  requestId: string | null;
  /** The execution that it began or went on with. */
  executionId: string | null;
}

/** Sends one call of a plan, once. @throws AwsFailure */
export async function sendCall(
  aws: Aws,
  call: PlannedCall,
  as: { role: string | null; credentials: Credentials | null },
): Promise<Accepted> {
  const place = { ...placeOfCall(call), ...as };
  const { operation } = call;
  // Plans are made by us, in the shape of the call that they name.
  const input = call.input as unknown;
  if (call.service === 'StepFunctions') {
    const answer = await aws.control(place, { service: 'StepFunctions', operation }, (client, options) =>
      client.send(new StopExecutionCommand(input as StopExecutionCommandInput), options),
    );
    return { requestId: answer.$metadata.requestId ?? null, executionId: null };
  }
  const answer: { pipelineExecutionId?: string | undefined; $metadata: { requestId?: string; attempts?: number } } = await aws.control(
    place,
    { service: 'CodePipeline', operation },
    async (client, options) => {
      switch (operation) {
        case 'DisableStageTransition':
          return client.send(new DisableStageTransitionCommand(input as DisableStageTransitionCommandInput), options);
        case 'EnableStageTransition':
          return client.send(new EnableStageTransitionCommand(input as EnableStageTransitionCommandInput), options);
        case 'StopPipelineExecution':
          return client.send(new StopPipelineExecutionCommand(input as StopPipelineExecutionCommandInput), options);
        case 'RetryStageExecution':
          return client.send(new RetryStageExecutionCommand(input as RetryStageExecutionCommandInput), options);
        case 'RollbackStage':
          return client.send(new RollbackStageCommand(input as RollbackStageCommandInput), options);
        case 'PutApprovalResult':
          return client.send(new PutApprovalResultCommand(input as PutApprovalResultCommandInput), options);
        case 'StartPipelineExecution':
          return client.send(new StartPipelineExecutionCommand(input as StartPipelineExecutionCommandInput), options);
        case 'StopExecution':
          throw new TypeError('StopExecution is a call of Step Functions');
      }
    },
  );
  return { requestId: answer.$metadata.requestId ?? null, executionId: answer.pipelineExecutionId ?? null };
}
