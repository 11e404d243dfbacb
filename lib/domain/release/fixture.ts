import { cell, LAST, registry as registryOf } from '../health/fixture.ts';
import type { Registry } from '../registry/registry.ts';
import { MINUTE } from '../series.ts';
import type { AlarmLookup } from './bake-progress.ts';
import type { ActionRun, Bake, Execution, PipelineAction, PipelineFacts, PipelineState, PipelineStructure, StageState } from './facts.ts';

/** Epoch ms, a number of minutes before the present of the tests. */
export const NOW = (LAST + 1) * MINUTE;
export const ago = (minutes: number): number => NOW - minutes * MINUTE;

/** Commit ids with the short forms that tests read. */
export const commit = (short: string): string => short.padEnd(40, '0');

const TOOLING = '100000000003';
/** Two cells of wave pre, three of small, two of large, each in an account of its own. */
export const CELLS = ['pre-a', 'pre-b', 'small-a', 'small-b', 'small-c', 'large-a', 'large-b'] as const;
export const accountOf = (name: string): string =>
  `2000000000${String(CELLS.indexOf(name as (typeof CELLS)[number]) + 1).padStart(2, '0')}`;
const waveOf = (name: string): string => name.split('-')[0] as string;

export const registry: Registry = registryOf(
  CELLS.map((name) => cell(name, { accountId: accountOf(name), wave: waveOf(name) })),
  {
    waves: [
      { name: 'pre', bakeMinutes: 60 },
      { name: 'small', bakeMinutes: 30 },
      { name: 'large', bakeMinutes: 30 },
    ],
    components: [{ name: 'router', pipeline: { name: 'router-pipeline', accountId: TOOLING, region: 'us-east-1' }, stages: {} }],
  },
);

export const action = (name: string, changes: Partial<PipelineAction> = {}): PipelineAction => ({
  name,
  category: 'Deploy',
  provider: 'CloudFormation',
  runOrder: 1,
  roleAccountId: null,
  region: null,
  configuration: {},
  ...changes,
});

/** Deploys to a cell by its role. */
export const deploy = (name: string): PipelineAction => action(`deploy-${name}`, { roleAccountId: accountOf(name), region: 'eu-west-1' });
export const bakeAction: PipelineAction = action('bake', { category: 'Invoke', provider: 'StepFunctions', runOrder: 2 });

const wave = (name: string): PipelineStructure['stages'][number] => ({
  name: `Deploy-${name}`,
  actions: [...CELLS.filter((one) => waveOf(one) === name).map(deploy), bakeAction],
});

export const structure = (changes: Partial<PipelineStructure> = {}): PipelineStructure => ({
  name: 'router-pipeline',
  arn: `arn:aws:codepipeline:us-east-1:${TOOLING}:router-pipeline`,
  version: 14,
  mode: 'SUPERSEDED',
  stages: [
    { name: 'Source', actions: [action('source', { category: 'Source', provider: 'CodeCommit' })] },
    { name: 'Build', actions: [action('build', { category: 'Build', provider: 'CodeBuild' })] },
    wave('pre'),
    wave('small'),
    wave('large'),
  ],
  ...changes,
});

export const execution = (id: string, short: string, changes: Partial<Execution> = {}): Execution => ({
  id,
  status: 'Succeeded',
  statusSummary: null,
  startedAt: ago(600),
  updatedAt: ago(400),
  revisions: [
    { action: 'source', id: commit(short), message: `Change ${short}\n\nMore.`, author: 'ada', url: `https://git.example/${short}` },
  ],
  trigger: { type: 'Webhook', detail: null },
  stopReason: null,
  mode: 'SUPERSEDED',
  type: 'STANDARD',
  rollbackTarget: null,
  ...changes,
});

export const run = (executionId: string, stage: string, of: string, changes: Partial<ActionRun> = {}): ActionRun => ({
  executionId,
  actionExecutionId: `${executionId}/${of}`,
  pipelineVersion: 14,
  stage,
  action: of,
  category: of === 'bake' ? 'Invoke' : 'Deploy',
  provider: of === 'bake' ? 'StepFunctions' : 'CloudFormation',
  roleAccountId: of.startsWith('deploy-') ? accountOf(of.slice('deploy-'.length)) : null,
  region: of.startsWith('deploy-') ? 'eu-west-1' : null,
  status: 'Succeeded',
  startedAt: ago(500),
  updatedAt: ago(499),
  updatedBy: null,
  externalId: null,
  externalUrl: null,
  summary: null,
  error: null,
  outputs: {},
  ...changes,
});

/** Runs of a wave's stage that deployed to all of its cells at `at` within two minutes, and then baked for `bakeMinutes`. */
export function waveRuns(executionId: string, name: string, at: number, bakeMinutes = 30): ActionRun[] {
  const stage = `Deploy-${name}`;
  const deployments = CELLS.filter((one) => waveOf(one) === name).map((one) =>
    run(executionId, stage, `deploy-${one}`, { startedAt: at, updatedAt: at + 2 * MINUTE }),
  );
  const bake = run(executionId, stage, 'bake', {
    actionExecutionId: `${executionId}/${stage}/bake`,
    startedAt: at + 2 * MINUTE,
    updatedAt: at + (2 + bakeMinutes) * MINUTE,
  });
  return [...deployments, bake];
}

export const stageState = (name: string, latest: StageState['latest'], changes: Partial<StageState> = {}): StageState => ({
  name,
  inbound: [],
  transition: { enabled: true, changedBy: null, changedAt: null, reason: null },
  latest,
  actions: [],
  conditions: [],
  ...changes,
});

export const latest = (
  executionId: string,
  status: NonNullable<StageState['latest']>['status'] = 'Succeeded',
  type: 'STANDARD' | 'ROLLBACK' = 'STANDARD',
): StageState['latest'] => ({ executionId, status, type });

export const closed = (changes: Partial<StageState['transition']> = {}): StageState['transition'] => ({
  enabled: false,
  changedBy: `arn:aws:sts::${TOOLING}:assumed-role/CellwatchController/operator`,
  changedAt: ago(4),
  reason: 'router 2f9c1 raises errors',
  ...changes,
});

export const bake = (executionArn: string, changes: Partial<Bake> = {}): Bake => ({
  executionArn,
  stateMachineArn: null,
  status: 'RUNNING',
  startedAt: ago(13),
  stoppedAt: null,
  error: null,
  cause: null,
  steps: [],
  waitSeconds: null,
  alarms: [],
  ...changes,
});

export const state = (stages: readonly StageState[]): PipelineState => ({ version: 14, stages });

export const read = { observedAt: NOW, intervalMs: 15_000, failure: null };
export const noAlarms: AlarmLookup = (alarms) => alarms.map(() => null);

/**
 * The router: 41ad0 went everywhere ten hours ago; 2f9c1 baked in pre, bakes in small since 13 minutes, and the door before
 * large was closed four minutes ago.
 */
export function routerFacts(changes: Partial<PipelineFacts> = {}): PipelineFacts {
  const bakingSmall = waveRuns('new', 'small', ago(15)).map(
    (one): ActionRun => (one.action === 'bake' ? { ...one, status: 'InProgress' } : one),
  );
  return {
    component: 'router',
    structure: structure(),
    state: state([
      stageState('Source', latest('new')),
      stageState('Build', latest('new')),
      stageState('Deploy-pre', latest('new')),
      stageState('Deploy-small', latest('new', 'InProgress')),
      stageState('Deploy-large', latest('old'), { transition: closed() }),
    ]),
    executions: [execution('new', '2f9c1', { status: 'InProgress', startedAt: ago(84), updatedAt: ago(13) }), execution('old', '41ad0')],
    runs: new Map([
      ['new', [...waveRuns('new', 'pre', ago(78), 60), ...bakingSmall]],
      ['old', [...waveRuns('old', 'pre', ago(590)), ...waveRuns('old', 'small', ago(520)), ...waveRuns('old', 'large', ago(480))]],
    ]),
    bakes: new Map(),
    observed: new Map(),
    read,
    ...changes,
  };
}
