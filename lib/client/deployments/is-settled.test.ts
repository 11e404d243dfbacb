import { expect, it } from 'vitest';
import type { ComponentRolloutView, CrossingView } from '#lib/views/rollouts-view.ts';
import { isAllNew, isSettled } from './is-settled.ts';

const crossing = (marks: string, tone: CrossingView['tone'] = 'quiet') => ({ marks, tone }) as CrossingView;
const row = (crossings: readonly CrossingView[], more: Partial<ComponentRolloutView> = {}) =>
  ({ moving: false, paused: false, source: { tone: 'quiet' }, crossings, ...more }) as ComponentRolloutView;

it('a component is settled when its release is everywhere, at rest, and held nowhere', () => {
  expect(isSettled(row([crossing('nnn'), crossing('nn-')]))).toBe(true);
  expect(isSettled(row([crossing('nnn'), crossing('no')]))).toBe(false);
  expect(isSettled(row([crossing('nnn', 'needs-person')]))).toBe(false);
  expect(isSettled(row([crossing('nnn')], { moving: true }))).toBe(false);
  expect(isSettled(row([crossing('nnn')], { paused: true }))).toBe(false);
});

it.each(['s', 'o', 'x', 'd', 'f'])('a cell marked %s is always told', (mark) => {
  expect(isAllNew(crossing(`nn${mark}`))).toBe(false);
});
