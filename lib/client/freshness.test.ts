import { describe, expect, test } from 'vitest';
import type { SourceView } from '#lib/views/fleet-view.ts';
import { freshnessOf, oldPicture } from './freshness.ts';

const NOW = Date.parse('2026-11-24T02:20:38Z');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
function source(over: Partial<SourceView>): SourceView {
  return { id: 'alarms', state: 'ok', observedAt: '2026-11-24T02:20:00Z', coverage: { ok: 24, of: 24 }, failures: [], ...over };
}
const failure = {
  code: 'access-denied',
  message: 'access denied assuming Reader.',
  accountId: '4412',
  since: '2026-11-24T02:06:00Z',
} as const;

describe('freshnessOf', () => {
  test('a source that is well tells its age alone', () => {
    const entry = freshnessOf(source({}), NOW);
    expect(entry).toMatchObject({ label: 'Alarms', problem: '', well: true });
    expect(plain(entry.told)).toBe('38 s');
  });

  test('one failing account is told by its number, with its words and its time', () => {
    const entry = freshnessOf(source({ coverage: { ok: 23, of: 24 }, failures: [failure] }), NOW);
    expect(entry.well).toBe(false);
    expect(plain(entry.told)).toBe('23 of 24 · 38 s');
    expect(entry.problem).toBe('4412 · access denied assuming Reader · since 02:06');
  });

  test('of several failures the first is told and the rest counted', () => {
    expect(freshnessOf(source({ failures: [failure, failure, failure] }), NOW).problem).toMatch(/, and 2 more$/);
  });

  test('waiting is no fault; never read, with an error, is', () => {
    expect(freshnessOf(source({ state: 'waiting', observedAt: null, coverage: { ok: 0, of: 24 } }), NOW)).toMatchObject({
      told: 'reading for the first time',
      well: true,
    });
    expect(freshnessOf(source({ state: 'error', observedAt: null, coverage: { ok: 0, of: 0 } }), NOW)).toMatchObject({
      told: 'never read',
      well: false,
    });
  });

  test('stale is never shown as well', () => {
    expect(freshnessOf(source({ state: 'stale' }), NOW)).toMatchObject({ well: false, problem: 'older than it should be' });
  });
});

test('the picture is old after three missed refreshes, not before', () => {
  const view = { observedAt: '2026-11-24T02:20:00Z', refreshSeconds: 10 };
  const at = (seconds: number) => Date.parse(view.observedAt) + seconds * 1000;
  expect(oldPicture(view, at(30))).toBeNull();
  expect(plain(oldPicture(view, at(31)) ?? '')).toBe('31 s');
});
