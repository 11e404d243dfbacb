import { expect, test } from 'vitest';
import type { CellEventView } from '#lib/views/release-views.ts';
import { releaseFlags } from './release-flags.ts';

const START = Date.parse('2026-11-24T01:00:00Z');
const event = (minute: number, component: string, what: 'arrived' | 'deployed' = 'deployed'): CellEventView => ({
  kind: 'release',
  at: new Date(START + minute * 60_000).toISOString(),
  what,
  component,
  pipeline: component,
  revision: '2f9c1',
  executionId: 'e',
  text: '',
});

test('a release is flagged where it was deployed, others nearby stand with it', () => {
  expect(releaseFlags([event(40, 'auth'), event(10.5, 'topics'), event(10, 'router')], START, 60_000, 61)).toEqual([
    { at: 10, texts: ['router 2f9c1', 'topics 2f9c1'] },
    { at: 40, texts: ['auth 2f9c1'] },
  ]);
});

test('what lies outside of the chart, or is on its way only, has no flag', () => {
  expect(releaseFlags([event(-1, 'router'), event(61, 'router'), event(5, 'router', 'arrived')], START, 60_000, 61)).toEqual([]);
});
