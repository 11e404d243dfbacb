import { expect, it } from 'vitest';
import { execution, latest, stageState, state } from './fixture.ts';
import { suspicionOf } from './suspicion-of.ts';
import { routerRollout } from './testing/router-rollout.ts';
import { suspectOf } from './testing/suspect-of.ts';

const old = execution('old', '41ad0');
const back = execution('back', '41ad0', { type: 'ROLLBACK', rollbackTarget: 'old' });
const rollouts = [
  routerRollout({
    executions: [back, execution('new', '2f9c1'), old],
    state: state([stageState('Deploy-small', latest('back', 'Succeeded', 'ROLLBACK'))]),
  }),
];

it('is about the release that cells fell sick of', () => {
  const suspects = new Map([['prod-a', suspectOf()]]);
  expect(suspicionOf('new', { rollouts, suspects })).toBe(suspects.get('prod-a'));
  expect(suspicionOf('old', { rollouts, suspects })).toBeNull();
});

it('is about the release that a rollback brought back, too', () => {
  const suspects = new Map([['prod-a', suspectOf({ executionId: 'back', revision: '41ad0' })]]);
  expect(suspicionOf('old', { rollouts, suspects })?.executionId).toBe('back');
  expect(suspicionOf('new', { rollouts, suspects })).toBeNull();
  expect(suspicionOf('old', { rollouts: [], suspects })).toBeNull();
});
