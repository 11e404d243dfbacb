import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '#lib/domain/control/action.ts';
import { controllerPolicy, personOfSession, placeOfCall } from './controller-policy.ts';

const ARN = `arn:aws:codepipeline:us-east-1:100000000003:${'p'.repeat(100)}`;
const BAKE = `arn:aws:states:eu-west-1:200000000001:execution:${'m'.repeat(80)}:${'e'.repeat(80)}`;
const call = (operation: PlannedCall['operation'], input: Record<string, unknown> = {}): PlannedCall => ({
  key: operation,
  component: 'router',
  pipeline: { name: 'router', accountId: '100000000003', region: 'us-east-1', arn: ARN },
  service: operation === 'StopExecution' ? 'StepFunctions' : 'CodePipeline',
  operation,
  input,
  text: '',
  step: 1,
  stage: null,
  cells: [],
});

describe('the session policy', () => {
  it('allows what the action does on its one pipeline and bake, and nothing else', () => {
    const policy = controllerPolicy([
      call('StopPipelineExecution'),
      call('DisableStageTransition'),
      call('DisableStageTransition'),
      call('StopExecution', { executionArn: BAKE }),
    ]);
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['codepipeline:DisableStageTransition', 'codepipeline:StopPipelineExecution'],
          Resource: [ARN, `${ARN}/*`],
        },
        { Effect: 'Allow', Action: ['states:StopExecution'], Resource: [BAKE] },
      ],
    });
  });

  it('fits what STS takes for the longest names, every operation and several bakes', () => {
    const all = (
      [
        'DisableStageTransition',
        'EnableStageTransition',
        'StopPipelineExecution',
        'RetryStageExecution',
        'RollbackStage',
        'PutApprovalResult',
        'StartPipelineExecution',
      ] as const
    ).map((operation) => call(operation));
    const bakes = Array.from({ length: 4 }, (_, i) => call('StopExecution', { executionArn: `${BAKE}${i}` }));
    expect(controllerPolicy([...all, ...bakes]).length).toBeLessThanOrEqual(2_048);
  });
});

it('is called where the bake is, for a bake in another account', () => {
  expect(placeOfCall(call('StopExecution', { executionArn: BAKE }))).toEqual({ accountId: '200000000001', region: 'eu-west-1' });
  expect(placeOfCall(call('RollbackStage'))).toEqual({ accountId: '100000000003', region: 'us-east-1' });
});

it.each([
  [{ id: '1', name: 'Olga Operator', email: 'olga@orbit.example' }, 'olga@orbit.example'],
  [{ id: '1', name: 'Zoë Müller', email: null }, 'Zoe-Muller'],
  [{ id: 'auth0|12345', name: '李', email: null }, 'auth0-12345'],
  [{ id: '|', name: '李', email: null }, 'cellwatch-person'],
  [{ id: '1', name: 'x', email: `${'a'.repeat(80)}@b.c` }, 'a'.repeat(64)],
])('names %j in CloudTrail as %s', (person, name) => {
  expect(personOfSession(person)).toBe(name);
  expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
});
