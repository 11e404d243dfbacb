import type { ActionExecutionDetail, ArtifactDetail } from '@aws-sdk/client-codepipeline';
import { type ActionRun, actionId, type Pipeline } from '../../world/pipelines/pipeline-types.ts';
import { actionConfiguration } from './action-configuration.ts';
import { externalOf, outputVariables } from './action-results.ts';
import { actionTypeOf, inputArtifacts, namespaceOf, outputArtifacts } from './structure-to-wire.ts';

/** One run of an action as ListActionExecutions shows it. */
export function actionExecutionToWire(pipeline: Pipeline, action: ActionRun): ActionExecutionDetail {
  const { plan, run } = action;
  const { execution, stage } = run;
  const region = plan.region ?? pipeline.component.region;
  const external = externalOf(pipeline, action);
  const artifact = (name: string): ArtifactDetail => ({
    name,
    s3location: { bucket: `orbit-pipelines-${region}`, key: `${pipeline.component.name}/${name}/${execution.commit.id.slice(0, 7)}` },
  });
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: actionId(action),
    pipelineVersion: execution.version,
    stageName: stage.name,
    actionName: plan.name,
    startTime: new Date(action.startedAt),
    lastUpdateTime: new Date(action.updatedAt),
    updatedBy: action.updatedBy ?? undefined,
    status: action.status,
    input: {
      actionTypeId: actionTypeOf(plan),
      configuration: actionConfiguration(pipeline, stage, plan),
      resolvedConfiguration: actionConfiguration(pipeline, stage, plan, execution.commit.id),
      roleArn: plan.roleArn ?? undefined,
      region,
      inputArtifacts: inputArtifacts(plan).map(artifact),
      namespace: namespaceOf(plan),
    },
    output: {
      outputArtifacts: action.status === 'Succeeded' ? outputArtifacts(plan).map(artifact) : [],
      executionResult: {
        externalExecutionId: external?.id,
        externalExecutionUrl: external?.url,
        externalExecutionSummary: action.summary ?? undefined,
        errorDetails: action.error ?? undefined,
      },
      outputVariables: outputVariables(pipeline, action),
    },
  };
}
