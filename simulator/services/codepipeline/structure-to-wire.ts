import type { ActionDeclaration, Condition, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { ActionPlan, ConditionPlan, Pipeline, StagePlan, Structure } from '../../world/pipelines/pipeline-types.ts';
import { PIPELINE_ROLE } from '../../world/pipelines/plan-stages.ts';
import { actionConfiguration } from './action-configuration.ts';

/** Artifacts that actions take and give, by what they do. */
const INPUTS = { source: [], build: ['SourceOutput'], approve: [], bake: [] } as const;

export function inputArtifacts({ work }: ActionPlan): readonly string[] {
  return work.kind in INPUTS ? INPUTS[work.kind as keyof typeof INPUTS] : ['BuildOutput'];
}

export function outputArtifacts({ work }: ActionPlan): readonly string[] {
  return work.kind === 'source' ? ['SourceOutput'] : work.kind === 'build' ? ['BuildOutput'] : [];
}

export function namespaceOf({ work }: ActionPlan): string | undefined {
  return work.kind === 'source' ? 'SourceVariables' : work.kind === 'build' ? 'BuildVariables' : undefined;
}

export function actionTypeOf({ category, provider }: ActionPlan) {
  return { category, owner: 'AWS' as const, provider, version: '1' };
}

/** A structure as GetPipeline tells it. */
export function structureToWire(pipeline: Pipeline, { version, mode, stages }: Structure): PipelineDeclaration {
  const regions = new Set([pipeline.component.region, ...stages.flatMap((stage) => stage.actions.flatMap(({ region }) => region ?? []))]);
  const store = (region: string) => ({ type: 'S3' as const, location: `orbit-pipelines-${region}` });
  return {
    name: pipeline.component.name,
    roleArn: PIPELINE_ROLE,
    ...(regions.size === 1
      ? { artifactStore: store(pipeline.component.region) }
      : { artifactStores: Object.fromEntries([...regions].map((region) => [region, store(region)])) }),
    stages: stages.map((stage) => stageToWire(pipeline, stage)),
    version,
    executionMode: mode,
    pipelineType: 'V2',
  };
}

function stageToWire(pipeline: Pipeline, stage: StagePlan): StageDeclaration {
  return {
    name: stage.name,
    actions: stage.actions.map((plan) => actionToWire(pipeline, stage, plan)),
    beforeEntry: stage.beforeEntry && { conditions: [conditionToWire(stage.beforeEntry)] },
    onSuccess: stage.onSuccess && { conditions: [conditionToWire(stage.onSuccess)] },
    onFailure: stage.onFailure && { result: stage.onFailure },
  };
}

function actionToWire(pipeline: Pipeline, stage: StagePlan, plan: ActionPlan): ActionDeclaration {
  return {
    name: plan.name,
    actionTypeId: actionTypeOf(plan),
    runOrder: plan.runOrder,
    configuration: actionConfiguration(pipeline, stage, plan),
    inputArtifacts: inputArtifacts(plan).map((name) => ({ name })),
    outputArtifacts: outputArtifacts(plan).map((name) => ({ name })),
    roleArn: plan.roleArn ?? undefined,
    region: plan.region ?? pipeline.component.region,
    namespace: namespaceOf(plan),
  };
}

function conditionToWire({ result, rules }: ConditionPlan): Condition {
  return {
    result,
    rules: rules.map(({ name, provider, alarmName, waitMinutes }) => ({
      name,
      ruleTypeId: { category: 'Rule', owner: 'AWS', provider, version: '1' },
      configuration: { AlarmName: alarmName, WaitTime: String(waitMinutes) },
      inputArtifacts: [],
    })),
  };
}
