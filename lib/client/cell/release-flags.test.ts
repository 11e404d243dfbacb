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
    { at: 10, texts: ['router 2f9c1', 'topics 2f9c1'], side: 'right', row: 0 },
    { at: 40, texts: ['auth 2f9c1'], side: 'left', row: 1 },
  ]);
});

test('words of flags stay within the chart and do not stand over each other', () => {
  const flags = releaseFlags([event(2, 'a'), event(40, 'b'), event(50, 'c'), event(57, 'd'), event(60, 'e')], START, 60_000, 61);
  expect(flags.map(({ side, row }) => ({ side, row }))).toEqual([
    { side: 'right', row: 0 },
    { side: 'left', row: 1 },
    { side: 'left', row: 2 },
    { side: 'left', row: 0 },
    { side: 'left', row: 3 },
  ]);
});

test('what lies outside of the chart, or is on its way only, has no flag', () => {
  expect(releaseFlags([event(-1, 'router'), event(61, 'router'), event(5, 'router', 'arrived')], START, 60_000, 61)).toEqual([]);
});
