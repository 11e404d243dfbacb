import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRollback } from './choose-rollback.ts';
import type { Execution } from './facts.ts';
import { ago, execution, latest, routerFacts, run, stageState, state } from './fixture.ts';
import { rolledBackReleases } from './rolled-back-releases.ts';

const SMALL = 'Deploy-small';
const [old, older] = [execution('old', '41ad0', { startedAt: ago(600) }), execution('older', '0ld3a', { startedAt: ago(900) })];
const bad = execution('bad', '2f9c1', { startedAt: ago(84) });
const back = execution('back', '41ad0', { type: 'ROLLBACK', rollbackTarget: 'old', startedAt: ago(10) });
const executions = [back, bad, old, older];

/** Wave small after it was rolled back from 2f9c1, which had succeeded there. */
const rolledBack = routerFacts({
  executions,
  state: state([stageState(SMALL, latest('back', 'Succeeded', 'ROLLBACK'))]),
  runs: new Map([['bad', [run('bad', SMALL, 'deploy-small-a')]]]),
});
const given = { facts: rolledBack, stage: SMALL, succeeded: executions, isSuspected: () => false };

describe('after a rollback', () => {
  it('the release that was rolled back is passed over for the last good one', () => {
    expect(chooseRollback(given)).toEqual({
      kind: 'candidate',
      executionId: 'older',
      revision: '0ld3a',
      doubt: null,
      passedOver: { executionId: 'bad', why: 'rolled-back' },
    });
  });

  it('it is proposed with its doubt where nothing else is left, and when a person names it', () => {
    expect(chooseRollback({ ...given, succeeded: [bad, old] })).toMatchObject({
      executionId: 'bad',
      doubt: 'rolled-back',
      passedOver: null,
    });
    expect(chooseRollback({ ...given, meant: 'bad' })).toMatchObject({ executionId: 'bad', doubt: 'rolled-back', passedOver: null });
  });

  it('knows where and when it was rolled back', () => {
    expect([...rolledBackReleases(rolledBack)]).toEqual([['bad', { stage: SMALL, at: ago(10) }]]);
  });

  it('one that never came into the stage was not rolled back there', () => {
    const passing = execution('passing', 'aaaaa', { startedAt: ago(50) });
    const facts = { ...rolledBack, executions: [back, passing, bad, old, older] };
    expect([
      ...rolledBackReleases({ ...facts, runs: new Map([...facts.runs, ['passing', [run('passing', 'Build', 'build')]]]) }).keys(),
    ]).toEqual(['bad']);
  });
});

it('a release that is newer than what runs is none to go back to while there is an older one', () => {
  const facts = routerFacts({ executions: [bad, old, older], state: state([stageState(SMALL, latest('old'))]) });
  expect(chooseRollback({ ...given, facts, succeeded: [bad, old, older] })).toMatchObject({
    executionId: 'older',
    passedOver: { executionId: 'bad', why: 'newer' },
  });
  expect(chooseRollback({ ...given, facts, succeeded: [bad, old] })).toMatchObject({ executionId: 'bad', doubt: 'newer' });
});

it('what can not be deployed again is never chosen', () => {
  const unusable = (id: string) => (id === 'older' ? 'its image is gone' : null);
  expect(chooseRollback({ ...given, unusable })).toMatchObject({ executionId: 'bad', doubt: 'rolled-back' });
  expect(chooseRollback({ ...given, unusable: () => 'its image is gone' })).toEqual({ kind: 'none', reason: 'its image is gone' });
});

it('never a doubtful one while a good one can be deployed, whatever is suspected or gone', () => {
  const one = fc.record({ suspected: fc.boolean(), gone: fc.boolean(), age: fc.integer({ min: 1, max: 99 }) });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 99 }), (list, age) => {
      const present = execution('present', 'abcde', { startedAt: ago(age) });
      const past = list.map(({ age: started }, index): Execution => execution(`e${index}`, `${index}bcde`, { startedAt: ago(started) }));
      const about = (id: string) => list[Number(id.slice(1))];
      const choice = chooseRollback({
        facts: routerFacts({ executions: [present, ...past], state: state([stageState(SMALL, latest('present'))]) }),
        stage: SMALL,
        succeeded: past,
        isSuspected: (id) => about(id)?.suspected === true,
        unusable: (id) => (about(id)?.gone ? 'gone' : null),
      });
      const good = past.some(({ id }) => !about(id)?.gone && !about(id)?.suspected && (about(id)?.age ?? 0) >= age);
      if (choice.kind === 'none') expect(list.every(({ gone }) => gone)).toBe(true);
      else {
        expect(about(choice.executionId)?.gone).toBe(false);
        expect(choice.doubt === null).toBe(good);
      }
    }),
  );
});
