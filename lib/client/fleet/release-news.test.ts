import { expect, test } from 'vitest';
import type { CellReleaseView, SuspectView } from '#lib/views/release-views.ts';
import { releaseNews } from './release-news.ts';

const arriving: CellReleaseView = { component: 'router', revision: '2f9c1', place: 'deploying', bakeEndsAt: null };
const baking: CellReleaseView = { component: 'auth', revision: 'c03d5', place: 'baking', bakeEndsAt: '2026-11-24T02:14:00.000Z' };
const suspect: SuspectView = { component: 'router', revision: '2f9c1', executionId: 'e', contrast: '', text: '', rival: '' };

test('a cell that no release has come to has no news', () => {
  expect(releaseNews({ suspect: null, releases: [] })).toBeNull();
});

test('a release on its way in, and one that bakes until a time', () => {
  expect(releaseNews({ suspect: null, releases: [arriving] })).toMatchObject({ sign: 'deploying', says: 'router 2f9c1 is being deployed' });
  expect(releaseNews({ suspect: null, releases: [baking] })).toEqual({
    sign: 'baking',
    name: 'auth c03d5',
    says: 'auth c03d5 is baking',
    bakeEndsAt: Date.parse('2026-11-24T02:14:00.000Z'),
  });
});

test('of several the first is named and the others are counted', () => {
  expect(releaseNews({ suspect: null, releases: [arriving, baking] })?.says).toBe('router 2f9c1 is being deployed, and 1 more release');
  expect(releaseNews({ suspect: null, releases: [baking, baking, arriving] })?.says).toBe('auth c03d5 is baking, and 2 more releases');
});

test('the suspect goes before what has come since, with what else it may be', () => {
  expect(releaseNews({ suspect, releases: [baking] })).toMatchObject({ sign: 'suspect', says: 'suspect: router 2f9c1' });
  expect(releaseNews({ suspect: { ...suspect, rival: 'or auth c03d5' }, releases: [] })?.says).toBe('suspect: router 2f9c1, or auth c03d5');
});
