import { buildId } from '../../world/pipelines/builds.ts';
import { externalIdOf } from '../../world/pipelines/deployments.ts';
import { CONNECTION } from '../../world/pipelines/own-releases.ts';
import { type ActionRun, actionId, type Pipeline } from '../../world/pipelines/pipeline-types.ts';
import { imageOf, repositoryOf } from './action-configuration.ts';

/** What an action did outside of CodePipeline: an id there, and where to look at it. */
export function externalOf(pipeline: Pipeline, action: ActionRun): { id: string; url: string } | null {
  const { component } = pipeline;
  const { work } = action.plan;
  const { commit, revisionKnown } = action.run.execution;
  const console = (region: string, path: string) => `https://${region}.console.aws.amazon.com/${path}`;
  switch (work.kind) {
    case 'source':
      return revisionKnown ? { id: commit.id, url: revisionUrl(pipeline, commit.id) } : null;
    case 'build': {
      const id = buildId(component.name, action);
      return { id, url: console(component.region, `codebuild/home?region=${component.region}#/builds/${id}/view/new`) };
    }
    case 'deploy': {
      const [cell] = work.cells;
      if (!cell || action.plan.category === 'Invoke') return lambda(component.region, action);
      const id = action.plan.provider === 'CloudFormation' ? externalIdOf(component, cell) : actionId(action);
      return { id, url: console(cell.region, `cloudformation/home?region=${cell.region}#/stack/detail?stackId=${id}`) };
    }
    case 'update-pipelines': {
      const id = `arn:aws:cloudformation:${component.region}:${component.accountId}:stack/pipelines/${actionId(action)}`;
      return { id, url: console(component.region, `cloudformation/home?region=${component.region}#/stack/detail?stackId=${id}`) };
    }
    case 'bake': {
      const arn = action.bake?.executionArn;
      return arn === undefined
        ? null
        : { id: arn, url: console(component.region, `states/home?region=${component.region}#/executions/details/${arn}`) };
    }
    case 'announce':
      return lambda(component.region, action);
    case 'approve':
      return null;
  }
}

function lambda(region: string, action: ActionRun): { id: string; url: string } {
  const name = action.plan.work.kind === 'deploy' ? 'deploy-to-cell' : 'release-notes';
  return { id: actionId(action), url: `https://${region}.console.aws.amazon.com/lambda/home?region=${region}#/functions/${name}` };
}

/** Where a commit can be looked at. */
export function revisionUrl({ component, stages }: Pipeline, commitId: string): string {
  const { name, region } = component;
  if (isGitHub(stages)) {
    const query = `connectionArn=${CONNECTION}&referenceType=COMMIT&FullRepositoryId=${repositoryOf(name)}&Commit=${commitId}`;
    return `https://${region}.console.aws.amazon.com/codesuite/settings/connections/redirect?${query}`;
  }
  return `https://${region}.console.aws.amazon.com/codesuite/codecommit/repositories/${name}/commit/${commitId}?region=${region}`;
}

/** A connection tells more than the message; CodeCommit just that. */
export function revisionSummary({ stages }: Pipeline, message: string): string {
  return isGitHub(stages) ? JSON.stringify({ ProviderType: 'GitHub', CommitMessage: message }) : message;
}

function isGitHub(stages: Pipeline['stages']): boolean {
  return stages[0]?.plan.actions[0]?.provider === 'CodeStarSourceConnection';
}

/** The output variables of an action that has succeeded (a bake names its execution from the beginning). */
export function outputVariables(pipeline: Pipeline, { plan, run, status, bake }: ActionRun): Record<string, string> {
  const { commit } = run.execution;
  if (bake) return { ExecutionArn: bake.executionArn, StateMachineArn: bake.stateMachineArn };
  if (status !== 'Succeeded') return {};
  const { name, kind } = pipeline.component;
  if (plan.work.kind === 'source') {
    const common = {
      AuthorDate: new Date(commit.at).toISOString(),
      BranchName: 'main',
      CommitId: commit.id,
      CommitMessage: commit.message,
    };
    return plan.provider === 'CodeCommit'
      ? { ...common, CommitterDate: common.AuthorDate, RepositoryName: name }
      : { ...common, AuthorDisplayName: commit.author, ConnectionArn: CONNECTION, FullRepositoryName: repositoryOf(name) };
  }
  if (plan.work.kind === 'build' && kind === 'kubernetes') return { IMAGE: imageOf(pipeline, commit.id) };
  if (plan.work.kind === 'deploy' && plan.provider === 'Lambda') {
    return kind === 'kubernetes' ? { image: imageOf(pipeline, commit.id) } : { revision: commit.id };
  }
  return {};
}
