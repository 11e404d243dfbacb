import { describe, expect, it } from 'vitest';
import type { StageState } from '../release/facts.ts';
import type { PlannedCall } from './action.ts';
import { effectShown } from './effect-shown.ts';
import { execution, NOW, picture, pipelineFacts, running } from './testing/fixture.ts';

const call = (operation: PlannedCall['operation'], input: Record<string, unknown>): PlannedCall => ({
  key: 'k',
  component: 'router',
  pipeline: picture().pipeline,
  service: operation === 'StopExecution' ? 'StepFunctions' : 'CodePipeline',
  operation,
  input,
  text: '',
  step: 1,
  stage: null,
  cells: [],
});
type Given = Parameters<typeof pipelineFacts>[0];
const shown = (what: PlannedCall, given: Given, executionId: string | null = null, bakes: Record<string, string> = {}) =>
  effectShown(what, { sentAt: NOW, executionId }, { facts: pipelineFacts(given), bakes: new Map(Object.entries(bakes)) });
const unread = (what: PlannedCall) =>
  effectShown(what, { sentAt: NOW, executionId: null }, { facts: { ...pipelineFacts({}), state: null }, bakes: new Map() });
const small = (state: Partial<StageState>): Given => ({ stages: { small: state } });
const latest = (executionId: string, status: NonNullable<StageState['latest']>['status'], type: 'STANDARD' | 'ROLLBACK' = 'STANDARD') => ({
  latest: { executionId, status, type },
});

const door = { pipelineName: 'router', stageName: 'small' };

describe('the effect of a call is looked for in what was read after it', () => {
  it('of closing and opening a door', () => {
    const close = call('DisableStageTransition', door);
    const open = call('EnableStageTransition', door);
    const shut = { stages: { small: { transition: { enabled: false } } } };
    expect([shown(close, shut), shown(close, {}), shown(open, shut), shown(open, {})]).toEqual([true, false, false, true]);
    expect([unread(close), unread(open)]).toEqual([null, null]);
    expect(shown(call('DisableStageTransition', { ...door, stageName: 'gone' }), {})).toBeNull();
  });

  it('of stopping: "stopping" is enough', () => {
    const stop = call('StopPipelineExecution', { pipelineName: 'router', pipelineExecutionId: 'e1' });
    const listed = (status: 'InProgress' | 'Stopping' | 'Stopped' | 'Failed') => shown(stop, { executions: [execution('e1', { status })] });
    expect([listed('InProgress'), listed('Stopping'), listed('Stopped'), listed('Failed')]).toEqual([false, true, true, true]);
    expect(shown(stop, small(latest('e1', 'Stopping')))).toBe(true);
    expect(shown(stop, small(latest('e1', 'InProgress')))).toBe(false);
    expect(shown(stop, {})).toBeNull();
  });

  it('of retrying: that it runs, or has failed anew', () => {
    const retry = call('RetryStageExecution', { ...door, pipelineExecutionId: 'e1' });
    expect(shown(retry, small(latest('e1', 'InProgress')))).toBe(true);
    const failed = (changedAt: number) =>
      small({ ...latest('e1', 'Failed'), actions: [running('Deploy-prod-a', { status: 'Failed', changedAt })] });
    expect(shown(retry, failed(NOW - 1))).toBe(false);
    expect(shown(retry, failed(NOW + 1))).toBe(true);
    expect(shown(retry, small(latest('e2', 'InProgress')))).toBeNull();
  });

  it('of rolling back, by the execution that AWS named', () => {
    const back = call('RollbackStage', { ...door, targetPipelineExecutionId: 'e5' });
    expect(shown(back, small(latest('rb', 'InProgress', 'ROLLBACK')), 'rb')).toBe(true);
    expect(shown(back, { executions: [execution('rb', { type: 'ROLLBACK', rollbackTarget: 'e5' })] }, 'rb')).toBe(true);
    expect(shown(back, small(latest('e9', 'Succeeded')), 'rb')).toBe(false);
  });

  it('of rolling back without an answer, by a new rollback in that stage to that release', () => {
    const back = call('RollbackStage', { ...door, targetPipelineExecutionId: 'e5' });
    const rollback = (over: object) => execution('rb', { type: 'ROLLBACK', rollbackTarget: 'e5', startedAt: NOW + 1_000, ...over });
    const here = small(latest('rb', 'InProgress', 'ROLLBACK'));
    expect(shown(back, { ...here, executions: [rollback({})] })).toBe(true);
    expect(shown(back, { ...here, executions: [rollback({ startedAt: NOW - 3_600_000 })] })).toBe(false);
    expect(shown(back, { ...here, executions: [rollback({ rollbackTarget: 'e4' })] })).toBe(false);
    const elsewhere = { stages: { large: latest('rb', 'InProgress', 'ROLLBACK') }, executions: [rollback({})] };
    expect(shown(back, elsewhere)).toBe(false);
    expect(unread(back)).toBeNull();
  });

  it('of an answered approval, by its token', () => {
    const approve = call('PutApprovalResult', { ...door, actionName: 'Approve', token: 'tok' });
    const action = (over: object) => small({ actions: [running('Approve', { token: 'tok', ...over })] });
    expect(shown(approve, action({}))).toBe(false);
    expect(shown(approve, action({ token: 'new' }))).toBe(true);
    expect(shown(approve, action({ status: 'Succeeded', token: null }))).toBe(true);
    expect(shown(approve, {})).toBeNull();
  });

  it('of running a pipeline again', () => {
    const start = call('StartPipelineExecution', {
      name: 'router',
      sourceRevisions: [{ revisionValue: execution('e5').revisions[0]?.id }],
    });
    expect(shown(start, { executions: [execution('n1')] }, 'n1')).toBe(true);
    expect(shown(start, { executions: [] }, 'n1')).toBe(false);
    expect(shown(start, { executions: [execution('e5', { startedAt: NOW + 1 })] })).toBe(true);
    expect(shown(start, { executions: [execution('e5', { startedAt: NOW - 3_600_000 })] })).toBe(false);
    expect(shown(start, { executions: [execution('e6', { startedAt: NOW + 1 })] })).toBe(false);
  });

  it('of ending a bake', () => {
    const end = call('StopExecution', { executionArn: 'arn' });
    expect(shown(end, {}, null, { arn: 'RUNNING' })).toBe(false);
    expect(shown(end, {}, null, { arn: 'ABORTED' })).toBe(true);
    expect(shown(end, {}, null, { arn: 'SUCCEEDED' })).toBe(true);
    expect(shown(end, {})).toBeNull();
  });
});
