import { alarmsOf, bakeInput, bakeMachineArn } from '../../world/pipelines/bake.ts';
import { projectOf } from '../../world/pipelines/builds.ts';
import { CONNECTION } from '../../world/pipelines/own-releases.ts';
import type { ActionPlan, Pipeline, StagePlan } from '../../world/pipelines/pipeline-types.ts';

/** The variable that carries the commit through a pipeline. */
const REVISION = '#{SourceVariables.CommitId}';

export function repositoryOf(component: string): string {
  return `orbit/${component}`;
}

export function imageOf({ component }: Pipeline, tag: string): string {
  return `${component.accountId}.dkr.ecr.${component.region}.amazonaws.com/${component.name}:${tag}`;
}

/** The configuration of an action, as its author wrote it, or with the commit filled in. */
export function actionConfiguration(pipeline: Pipeline, stage: StagePlan, plan: ActionPlan, commitId = REVISION): Record<string, string> {
  const { name, kind } = pipeline.component;
  const { work } = plan;
  switch (work.kind) {
    case 'source':
      return plan.provider === 'CodeCommit'
        ? { BranchName: 'main', OutputArtifactFormat: 'CODE_ZIP', PollForSourceChanges: 'false', RepositoryName: name }
        : {
            BranchName: 'main',
            ConnectionArn: CONNECTION,
            DetectChanges: 'true',
            FullRepositoryId: repositoryOf(name),
            OutputArtifactFormat: 'CODE_ZIP',
          };
    case 'build':
      return { ProjectName: projectOf(name) };
    case 'announce':
      return { FunctionName: 'release-notes', UserParameters: JSON.stringify({ component: name, revision: commitId }) };
    case 'approve':
      return {
        CustomData: `Look at the waves before: does ${name} serve well there?`,
        ExternalEntityLink: `https://runbooks.orbit.example/approve/${name}`,
      };
    case 'update-pipelines':
      return stack('pipelines', pipeline.component.accountId, commitId);
    case 'bake':
      return {
        Input: bakeInput({ component: name, wave: work.wave, stage: stage.name, alarms: alarmsOf(work.cells) }),
        InputType: 'Literal',
        StateMachineArn: bakeMachineArn(work.wave),
      };
    case 'deploy': {
      const [first] = work.cells;
      if (plan.provider === 'CloudFormation' && first) return stack(name, first.accountId, commitId);
      if (plan.provider === 'CloudFormationStackInstances') {
        return {
          DeploymentTargets: [...new Set(work.cells.map((cell) => cell.accountId))].join(','),
          ParameterOverrides: JSON.stringify([{ ParameterKey: 'Revision', ParameterValue: commitId }]),
          Regions: [...new Set(work.cells.map((cell) => cell.region))].join(','),
          StackSetName: name,
        };
      }
      const what = kind === 'kubernetes' ? { image: imageOf(pipeline, commitId) } : { revision: commitId };
      const cells = work.cells.map((cell) => cell.name);
      return { FunctionName: 'deploy-to-cell', UserParameters: JSON.stringify({ component: name, cells, ...what }) };
    }
  }
}

function stack(name: string, accountId: string, commitId: string): Record<string, string> {
  return {
    ActionMode: 'CREATE_UPDATE',
    Capabilities: 'CAPABILITY_NAMED_IAM',
    ParameterOverrides: JSON.stringify({ Revision: commitId }),
    RoleArn: `arn:aws:iam::${accountId}:role/cloudformation-deploy`,
    StackName: name,
    TemplatePath: 'BuildOutput::template.json',
  };
}
