import { expect, it } from 'vitest';
import type { PauseNote } from '../control/action.ts';
import { ago, NOW } from './fixture.ts';
import { routerRollout } from './testing/router-rollout.ts';
import { withPauseNotes } from './with-pause-notes.ts';

/** The door before large was closed four minutes ago. */
const rollout = routerRollout();
const note = (more: Partial<PauseNote> = {}): PauseNote => ({
  component: 'router',
  stage: 'Deploy-large',
  wave: 'large',
  owner: 'Max',
  until: NOW + 3_600_000,
  reason: 'errors > 20 %',
  by: { id: 'olga', name: 'Olga Operator' },
  at: ago(4) + 2_000,
  actionId: 'a1',
  ...more,
});
const paused = (...notes: PauseNote[]) => withPauseNotes([rollout], notes)[0]?.stages.find(({ name }) => name === 'Deploy-large')?.paused;

it('tells a closed door as who closed it noted it', () => {
  expect(paused(note())).toEqual({ by: 'Olga Operator', at: ago(4), reason: 'errors > 20 %', owner: 'Max', until: NOW + 3_600_000 });
});

it('takes no note of a door that was opened and closed again since, elsewhere', () => {
  expect(paused(note({ at: ago(30) }))).toMatchObject({ by: expect.stringContaining('arn:'), owner: null, until: null });
});

it('leaves open doors, other stages and other components as they are', () => {
  expect(withPauseNotes([rollout], [note({ stage: 'Deploy-small' }), note({ component: 'auth' })])[0]).toBe(rollout);
});
