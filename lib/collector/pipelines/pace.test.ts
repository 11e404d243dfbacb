import { expect, it } from 'vitest';
import type { ActionState, Execution, PipelineState, StageState } from '#lib/domain/release/facts.ts';
import { MOVING_MS, paceOf, STILL_MS, WAITING_MS } from './pace.ts';

const stage = (status: string | null, actions: Partial<ActionState>[] = [], inbound: string[] = []): StageState =>
  ({
    name: 's',
    inbound,
    latest: status && { executionId: 'e', status, type: 'STANDARD' },
    actions,
    conditions: [],
  }) as unknown as StageState;
const state = (...stages: StageState[]): PipelineState => ({ version: 1, stages });
const executions = (...statuses: string[]) => statuses.map((status) => ({ status }) as Execution);

it.each([
  ['nothing is known', null, [], STILL_MS],
  ['all is done', state(stage('Succeeded'), stage('Failed')), executions('Succeeded', 'Failed'), STILL_MS],
  ['a stage was never reached', state(stage(null)), [], STILL_MS],
  ['an action runs', state(stage('InProgress', [{ status: 'InProgress', token: null }])), executions('InProgress'), MOVING_MS],
  [
    'a stage is between two actions',
    state(stage('InProgress', [{ status: 'Succeeded', token: null }])),
    executions('InProgress'),
    MOVING_MS,
  ],
  ['something is being stopped', state(stage('Succeeded')), executions('Stopping'), MOVING_MS],
  ['a stage is being stopped', state(stage('Stopping', [{ status: 'InProgress', token: 't' }])), executions('InProgress'), MOVING_MS],
  ['only an approval waits', state(stage('InProgress', [{ status: 'InProgress', token: 't' }])), executions('InProgress'), WAITING_MS],
  ['one waits in front of a closed door', state(stage('Succeeded', [], ['e-2'])), [], WAITING_MS],
  ['the list knows of one that the state does not show', state(stage('Succeeded')), executions('InProgress'), WAITING_MS],
] as const)('when %s', (_, given, listed, pace) => {
  expect(paceOf(given, listed)).toBe(pace);
});
