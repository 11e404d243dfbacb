import { parseRegistry } from '../../registry/parse-registry.ts';
import type { Registry } from '../../registry/registry.ts';
import type { ActionState, Execution, ExecutionMode, PipelineAction, PipelineFacts, StageState } from '../../release/facts.ts';
import type { ReleaseNeeds } from '../../release/release-needs.ts';
import type { ActionTarget, Verb } from '../action.ts';
import type { PlanningFacts } from '../draft.ts';
import { type PipelinePicture, picturePipeline } from '../pipeline-picture.ts';

export const NOW = Date.UTC(2026, 10, 24, 2, 14);
const TOOLING = '100000000003';

const CELLS = [
  { name: 'alpha', accountId: '200000000001', environment: 'pre-production', wave: 'pre-production' },
  { name: 'prod-a', accountId: '200000000002', environment: 'production', wave: 'small' },
  { name: 'prod-b', accountId: '200000000003', environment: 'production', wave: 'small' },
  { name: 'prod-c', accountId: '200000000004', environment: 'production', wave: 'large' },
] as const;

/** One pre-production cell, two small and a large one of production; components router and api. */
function controlRegistry(): Registry {
  const pipeline = (name: string) => ({ name, pipeline: { name, accountId: TOOLING, region: 'us-east-1' } });
  const parsed = parseRegistry(
    JSON.stringify({
      version: 1,
      organization: { name: 'Orbit' },
      roles: { reader: 'CellwatchReader', controller: 'CellwatchController', externalId: 'orbit-{accountId}' },
      metrics: { from: 'cell-accounts', signals: { requests: { namespace: 'Cell', metric: 'Requests', statistic: 'Sum' } } },
      waves: [
        { name: 'pre-production', bakeMinutes: 60 },
        { name: 'small', bakeMinutes: 30 },
        { name: 'large', bakeMinutes: 30 },
      ],
      cells: CELLS.map((cell) => ({ ...cell, region: 'us-east-1', cloud: 'aws' })),
      components: [pipeline('router'), pipeline('api')],
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.registry;
}

const action = (name: string, category: string, provider: string, runOrder = 1, roleAccountId: string | null = null): PipelineAction => ({
  name,
  category,
  provider,
  runOrder,
  roleAccountId,
  region: null,
  configuration: {},
});
const deploy = (cell: (typeof CELLS)[number]) => action(`Deploy-${cell.name}`, 'Deploy', 'CloudFormation', 1, cell.accountId);
const bake = action('Bake', 'Invoke', 'StepFunctions', 2);

const STAGES = ['Source', 'Build', 'pre-production', 'Sign-off', 'small', 'large'] as const;
type StageName = (typeof STAGES)[number];

const STRUCTURE: Record<StageName, readonly PipelineAction[]> = {
  Source: [action('Commit', 'Source', 'CodeCommit')],
  Build: [action('Image', 'Build', 'CodeBuild')],
  'pre-production': [deploy(CELLS[0]), bake],
  'Sign-off': [action('Approve', 'Approval', 'Manual')],
  small: [deploy(CELLS[1]), deploy(CELLS[2]), bake],
  large: [deploy(CELLS[3]), bake],
};

/** A run of an action that the pipeline's state shows. */
export const running = (name: string, more: Partial<ActionState> = {}): ActionState => ({
  name,
  status: 'InProgress',
  actionExecutionId: `run-${name}`,
  token: null,
  summary: null,
  changedAt: NOW - 60_000,
  changedBy: null,
  externalId: null,
  externalUrl: null,
  percent: null,
  error: null,
  ...more,
});

export const execution = (id: string, more: Partial<Execution> = {}): Execution => ({
  id,
  status: 'Succeeded',
  statusSummary: null,
  startedAt: NOW - 3_600_000,
  updatedAt: NOW - 60_000,
  revisions: [{ action: 'Commit', id: `${id.replace(/[^0-9a-f]/g, '')}0000000000000000000000`, message: null, author: null, url: null }],
  trigger: null,
  stopReason: null,
  mode: 'SUPERSEDED',
  type: 'STANDARD',
  rollbackTarget: null,
  ...more,
});

interface Given {
  component?: string;
  mode?: ExecutionMode;
  version?: number;
  stages?: Partial<
    Record<StageName, Partial<Omit<StageState, 'name' | 'transition'>> & { transition?: Partial<StageState['transition']> }>
  >;
  executions?: readonly Execution[];
  succeeded?: Partial<Record<StageName, readonly Execution[]>>;
  needs?: Record<string, ReleaseNeeds>;
  bakeArns?: Record<string, string>;
  old?: string | null;
  registry?: Registry;
}

export function pipelineFacts({
  component = 'router',
  mode = 'SUPERSEDED',
  version = 4,
  stages = {},
  executions = [],
}: Given): PipelineFacts {
  return {
    component,
    structure: {
      name: component,
      arn: `arn:aws:codepipeline:us-east-1:${TOOLING}:${component}`,
      version,
      mode,
      stages: STAGES.map((name) => ({ name, actions: STRUCTURE[name] })),
    },
    state: {
      version,
      stages: STAGES.map((name): StageState => {
        const { transition, ...rest } = stages[name] ?? {};
        return {
          name,
          inbound: [],
          latest: null,
          actions: [],
          conditions: [],
          ...rest,
          transition: { enabled: true, changedBy: null, changedAt: null, reason: null, ...transition },
        };
      }),
    },
    executions,
    runs: new Map(),
    bakes: new Map(),
    observed: new Map(),
    read: { observedAt: NOW, intervalMs: 60_000, failure: null },
  };
}

/** A pipeline at rest but for what is given. */
export function picture(given: Given = {}): PipelinePicture {
  const { component: name = 'router', registry = controlRegistry(), succeeded = {}, needs = {}, bakeArns = {}, old = null } = given;
  const component = registry.components.find((one) => one.name === name);
  const made =
    component &&
    picturePipeline({
      component,
      registry,
      facts: pipelineFacts(given),
      bakeArns: new Map(Object.entries(bakeArns)),
      succeeded: new Map(Object.entries(succeeded)),
      needs: new Map(Object.entries(needs)),
      readAt: NOW,
      old,
    });
  if (!made) throw new Error(`there is no ${name}`);
  return made;
}

export function planningFacts(
  verb: Verb,
  target: ActionTarget,
  pictures: readonly PipelinePicture[],
  more: Partial<PlanningFacts> = {},
): PlanningFacts {
  return {
    verb,
    target,
    registry: controlRegistry(),
    pictures,
    unreadable: [],
    reason: null,
    trafficShare: () => 0.25,
    redAlarms: () => [],
    suspicion: () => null,
    now: NOW,
    ...more,
  };
}
