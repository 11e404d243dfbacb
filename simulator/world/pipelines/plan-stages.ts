import { TOOLING } from '../create-organization.ts';
import type { ComponentWorld } from '../release-types.ts';
import type { CellWorld } from '../types.ts';
import { WAVES } from '../waves.ts';
import type { ActionPlan, StagePlan, Work } from './pipeline-types.ts';

/** AWS allows 50 actions a stage, 500 a pipeline; a stage keeps room for its bake and for a few more cells. */
const ACTIONS_A_STAGE = 45;
const DEPLOYS_A_PIPELINE = 440;
const DEPLOYS_WHEN_GROUPED = 400;

/** The stages of a component's pipeline that reaches these cells. */
export function planStages(component: ComponentWorld, cells: readonly CellWorld[]): StagePlan[] {
  const stages: StagePlan[] = [
    { name: 'Source', wave: null, actions: [action('Source', 'Source', sourceProvider(component), 1, { kind: 'source' })] },
    { name: 'Build', wave: null, actions: [action('Build', 'Build', 'CodeBuild', 1, { kind: 'build' })] },
  ];
  if (component.kind === 'pipelines') {
    const update = action('Update-pipelines', 'Deploy', 'CloudFormation', 1, { kind: 'update-pipelines' });
    return [...stages, { name: 'Deploy-tooling', wave: null, actions: [update] }];
  }
  stages.push({ name: 'Release', wave: null, actions: [action('Release-notes', 'Invoke', 'Lambda', 1, { kind: 'announce' })] });
  const inWaves = cells.filter((cell) => cell.wave !== null).length;
  const groupSize = inWaves <= DEPLOYS_A_PIPELINE ? 1 : Math.ceil(inWaves / DEPLOYS_WHEN_GROUPED);
  for (const { name: wave } of WAVES) {
    const members = cells.filter((cell) => cell.wave === wave);
    if (members.length === 0) continue;
    if (component.approvalBefore === wave) {
      stages.push({ name: `Approve-${wave}`, wave: null, actions: [action('Approve', 'Approval', 'Manual', 1, { kind: 'approve' })] });
    }
    const groups = chunks(members, groupSize);
    const parts = Math.ceil(groups.length / ACTIONS_A_STAGE);
    chunks(groups, Math.ceil(groups.length / parts)).forEach((part, i) => {
      stages.push(waveStage(component, wave, parts === 1 ? '' : `-${i + 1}`, part, groupSize));
    });
  }
  return stages;
}

function waveStage(component: ComponentWorld, wave: string, suffix: string, groups: CellWorld[][], groupSize: number): StagePlan {
  const deploys = groups.map((cells, i): ActionPlan => {
    const [only] = cells;
    if (groupSize === 1 && only) return deployToOne(component, only);
    const name = `Deploy-${wave}${suffix}-group-${String(i + 1).padStart(2, '0')}`;
    return component.kind === 'kubernetes'
      ? action(name, 'Invoke', 'Lambda', 1, { kind: 'deploy', cells })
      : action(name, 'Deploy', 'CloudFormationStackInstances', 1, { kind: 'deploy', cells });
  });
  const cells = groups.flat();
  return {
    name: `Deploy-${wave}${suffix}`,
    wave,
    actions: [...deploys, action('Bake', 'Invoke', 'StepFunctions', 2, { kind: 'bake', wave, cells })],
  };
}

/** Only CloudFormation in an AWS account runs with a role of the cell; clusters, and cells on Google Cloud, are reached by a function. */
function deployToOne(component: ComponentWorld, cell: CellWorld): ActionPlan {
  const name = `Deploy-${cell.name}`;
  if (component.kind === 'kubernetes' || cell.cloud === 'gcp')
    return action(name, 'Invoke', 'Lambda', 1, { kind: 'deploy', cells: [cell] });
  return {
    ...action(name, 'Deploy', 'CloudFormation', 1, { kind: 'deploy', cells: [cell] }),
    roleArn: `arn:aws:iam::${cell.accountId}:role/pipeline-deploy`,
    region: cell.region,
  };
}

function action(name: string, category: ActionPlan['category'], provider: string, runOrder: number, work: Work): ActionPlan {
  return { name, category, provider, runOrder, roleArn: null, region: null, work };
}

/** Some teams keep their code on GitHub, some in CodeCommit. */
function sourceProvider({ name, kind }: ComponentWorld): string {
  return kind === 'kubernetes' || kind === 'pipelines' || name === 'topics' ? 'CodeCommit' : 'CodeStarSourceConnection';
}

/** The role that actions of the pipelines themselves run as. */
export const PIPELINE_ROLE = `arn:aws:iam::${TOOLING}:role/pipelines`;

/** Whether the deploy actions of a stage do not tell their cells, so that the registry has to. */
export function hidesItsCells(stage: StagePlan): boolean {
  return stage.actions.some(({ work, roleArn }) => work.kind === 'deploy' && roleArn === null);
}

/** The cells that a stage deploys to, in order. */
export function cellsOf(stage: StagePlan): readonly CellWorld[] {
  return stage.actions.flatMap(({ work }) => (work.kind === 'deploy' ? work.cells : []));
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
