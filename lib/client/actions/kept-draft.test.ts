import { expect, test } from 'vitest';
import { keepDraft, takeDraft } from './kept-draft.ts';
import type { ActionRequest } from './open-action.ts';

const REQUEST: ActionRequest = {
  verb: 'resume-wave',
  target: { component: 'router', waves: ['large'] },
  typed: { reason: 'the fix is in', typedName: 'router' },
};

function memory(): () => Storage {
  const kept = new Map<string, string>();
  const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
  return () => storage as Storage;
}

test('a dialog comes back with what was typed, once', () => {
  const storage = memory();
  keepDraft(REQUEST, 'olga', storage, 1_000);
  expect(takeDraft('olga', storage, 61_000)).toEqual(REQUEST);
  expect(takeDraft('olga', storage, 61_000)).toBeNull();
});

test('nobody else gets it, and nobody later', () => {
  const storage = memory();
  keepDraft(REQUEST, 'olga', storage, 0);
  expect(takeDraft('piet', storage, 1)).toBeNull();
  keepDraft(REQUEST, 'olga', storage, 0);
  expect(takeDraft('olga', storage, 600_000)).toBeNull();
});

test('a browser that keeps nothing, or something else, gives none', () => {
  const closed = () => {
    throw new Error('not allowed');
  };
  keepDraft(REQUEST, 'olga', closed, 0);
  expect(takeDraft('olga', closed, 0)).toBeNull();
  const storage = memory();
  storage().setItem('cellwatch:draft', '{');
  expect(takeDraft('olga', storage, 0)).toBeNull();
});
