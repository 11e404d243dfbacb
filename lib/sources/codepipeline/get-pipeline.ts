import { type ActionDeclaration, GetPipelineCommand, type GetPipelineCommandOutput } from '@aws-sdk/client-codepipeline';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { PIPELINE_LIMITS } from '#lib/aws/call.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { PipelineAction, PipelineStructure } from '#lib/domain/release/facts.ts';
import { accountOfRole } from './account-of-role.ts';
import { executionMode } from './statuses.ts';

/** The structure of a pipeline. @throws AwsFailure */
export async function getPipeline(aws: Aws, reader: Reader, name: string, priority: Priority = 'read'): Promise<PipelineStructure> {
  const call = { service: 'CodePipeline', operation: 'GetPipeline', limits: PIPELINE_LIMITS, priority } as const;
  const answer = await aws.call(reader, call, (client, options) => client.send(new GetPipelineCommand({ name }), options));
  const structure = toStructure(answer, `arn:aws:codepipeline:${reader.region}:${reader.accountId ?? ''}:${name}`);
  if (!structure) throw incompleteAnswer(reader, 'CodePipeline', 'GetPipeline', 'without a pipeline');
  return structure;
}

/** Null when the answer has no stages. */
function toStructure(answer: Pick<GetPipelineCommandOutput, 'pipeline' | 'metadata'>, arn: string): PipelineStructure | null {
  const { pipeline, metadata } = answer;
  if (!pipeline?.stages || pipeline.stages.length === 0) return null;
  return {
    name: pipeline.name ?? '',
    arn: metadata?.pipelineArn ?? arn,
    version: pipeline.version ?? 0,
    mode: executionMode(pipeline.executionMode),
    stages: pipeline.stages.map((stage) => ({ name: stage.name ?? '', actions: (stage.actions ?? []).map(toAction) })),
    updatedAt: metadata?.updated?.getTime() ?? null,
  };
}

function toAction(action: ActionDeclaration): PipelineAction {
  return {
    name: action.name ?? '',
    category: action.actionTypeId?.category ?? '',
    provider: action.actionTypeId?.provider ?? '',
    runOrder: action.runOrder ?? 1,
    roleAccountId: accountOfRole(action.roleArn),
    region: action.region ?? null,
    configuration: action.configuration ?? {},
  };
}
