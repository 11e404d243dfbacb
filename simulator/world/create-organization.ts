import { type AccountWorld, type CellWorld, REGISTRY_BUCKET, type RoleWorld } from './types.ts';

export const MANAGEMENT = '100000000001';
export const MONITORING = '100000000002';
export const TOOLING = '100000000003';
export const ROUTING = '100000000004';

const READER = [
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:DescribeAlarmHistory',
  'oam:List*',
  'codepipeline:Get*',
  'codepipeline:List*',
  'states:DescribeExecution',
  'states:GetExecutionHistory',
  'states:DescribeStateMachine',
  'cloudformation:DescribeStacks',
  // CloudFormation asks for it when stacks are described without a name.
  'cloudformation:ListStacks',
  'cloudformation:DescribeStackEvents',
  'ecr:DescribeImages',
  'codebuild:BatchGetBuilds',
];
const CONTROLLER = [
  'codepipeline:DisableStageTransition',
  'codepipeline:EnableStageTransition',
  'codepipeline:StopPipelineExecution',
  'codepipeline:RollbackStage',
  'codepipeline:RetryStageExecution',
  'codepipeline:PutApprovalResult',
  'codepipeline:StartPipelineExecution',
  'states:StopExecution',
];
const COSTS = ['ce:Get*', 'organizations:ListAccounts'];

function role(accountId: string, name: string, actions: readonly string[]): RoleWorld {
  return {
    name,
    arn: `arn:aws:iam::${accountId}:role/${name}`,
    trustedAccountIds: [MONITORING],
    externalId: `orbit-${accountId}`,
    statements: [{ effect: 'Allow', actions, resources: ['*'] }],
  };
}

/** The accounts of Orbit: six of its own, a suspended one, and one for each cell. */
export function createAccounts(cells: readonly CellWorld[]): Map<string, AccountWorld> {
  const accounts = new Map<string, AccountWorld>();
  const add = (id: string, name: string, roles: RoleWorld[], state: AccountWorld['state'] = 'ACTIVE') =>
    accounts.set(id, {
      id,
      name,
      email: `aws+${name.replaceAll(' ', '-')}@orbit.example`,
      state,
      joinedAt: Date.UTC(2023, 0, 9) + (Number(id) % 100_000) * 3_600_000,
      roles: new Map(roles.map((entry) => [entry.name, entry])),
    });
  const reader = (id: string) => role(id, 'CellwatchReader', READER);
  const controller = (id: string) => role(id, 'CellwatchController', CONTROLLER);
  add(MANAGEMENT, 'management', [reader(MANAGEMENT), role(MANAGEMENT, 'CellwatchCosts', COSTS)]);
  const monitoring = reader(MONITORING);
  add(MONITORING, 'monitoring', [
    {
      ...monitoring,
      statements: [
        ...monitoring.statements,
        { effect: 'Allow', actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${REGISTRY_BUCKET}/*`] },
      ],
    },
  ]);
  add(TOOLING, 'tooling', [reader(TOOLING), controller(TOOLING)]);
  add(ROUTING, 'routing layer', [reader(ROUTING)]);
  add('100000000005', 'log archive', [reader('100000000005')]);
  add('100000000006', 'network', [reader('100000000006')]);
  add('100000000007', 'retired sandbox', [], 'SUSPENDED');
  for (const cell of cells) {
    if (cell.cloud === 'aws') add(cell.accountId, `cell ${cell.name}`, [reader(cell.accountId), controller(cell.accountId)]);
  }
  return accounts;
}
