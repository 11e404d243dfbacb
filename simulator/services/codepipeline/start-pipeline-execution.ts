import type { StartPipelineExecutionInput, StartPipelineExecutionOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { checkInput } from './check-input.ts';
import { carryOut, findPipeline } from './find-pipeline.ts';

/** Runs all stages with the newest commit, or with the one that is named. The same token starts the same execution. */
export function startPipelineExecution(request: StartPipelineExecutionInput, context: CallContext): StartPipelineExecutionOutput {
  checkInput(request);
  const pipeline = findPipeline(context, request.name);
  const [variable] = request.variables ?? [];
  if (variable) throw new AwsError('ValidationError', `Pipeline '${request.name}' does not have a variable '${variable.name}'`);
  const sources = pipeline.stages[0]?.plan.actions.map(({ name }) => name) ?? [];
  for (const { actionName, revisionType } of request.sourceRevisions ?? []) {
    if (!sources.includes(actionName ?? '')) {
      throw new AwsError('ValidationError', `Pipeline '${request.name}' does not have a source action '${actionName}'`);
    }
    if (revisionType !== 'COMMIT_ID') {
      throw new AwsError('ValidationError', `The revision type '${revisionType}' is not supported by source action '${actionName}'`);
    }
  }
  const commitId = request.sourceRevisions?.[0]?.revisionValue;
  const token = request.clientRequestToken;
  const pipelineExecutionId = carryOut(() =>
    context.world.pipelines.start(pipeline, {
      by: context.principal.arn,
      ...(commitId === undefined ? {} : { commitId }),
      ...(token === undefined ? {} : { token }),
    }),
  );
  return { pipelineExecutionId };
}
