import { expect, it } from 'vitest';
import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import { cellActions } from './cell-actions.ts';

let seq = 0;
const entry = (kind: ChainedEntry['kind'], actionId: string | null, more: Partial<ChainedEntry> = {}): ChainedEntry => {
  seq++;
  return {
    id: `entry-${seq}`,
    seq,
    previous: '',
    hash: '',
    at: seq * 1_000,
    kind,
    person: { id: 'olga', name: 'Olga', email: null },
    origin: null,
    actionId,
    verb: 'halt-rollout',
    components: ['router'],
    cells: ['a'],
    text: 'Halt router in small',
    reason: 'errors',
    requestId: null,
    detail: null,
    ...more,
  };
};

it('tells each action once: by whom, why and how it ended, the newest first', () => {
  const entries = [
    entry('intent', 'one'),
    entry('call', 'one'),
    entry('intent', 'one', { text: 'Halt router in small: found more to halt' }),
    entry('result', 'one', { text: 'Halt router in small: failed', detail: { state: 'failed' } }),
    entry('intent', 'two', { text: 'Resume router', reason: null }),
  ].reverse();
  expect(cellActions(entries)).toEqual([
    { id: 'two', at: 5_000, by: 'Olga', title: 'Resume router', reason: '', outcome: 'open' },
    { id: 'one', at: 1_000, by: 'Olga', title: 'Halt router in small', reason: 'errors', outcome: 'failed' },
  ]);
});

it('never takes an ending that it does not know for a good one', () => {
  const entries = [entry('intent', 'three'), entry('result', 'three', { detail: { state: 'acting' } })];
  expect(cellActions(entries)[0]?.outcome).toBe('unknown');
});

it('leaves out what was refused: it touched nothing', () => {
  expect(cellActions([entry('refusal', null)])).toEqual([]);
});
