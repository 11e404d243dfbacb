import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, pipelineBed, START } from './testing/pipeline-bed.ts';

const COMPONENTS = ['router', 'cache-engine', 'auth', 'topics', 'pipelines'];
const bed = pipelineBed();
const { world } = bed;
const inWaves = world.cells.filter((cell) => cell.wave !== null);
const newest = (component: string, cell: string) => world.releases.deployments(component, cell).at(-1);

describe('a world at its beginning', () => {
  test('has five components with pipelines in the tooling account', () => {
    expect(world.releases.components()).toEqual([
      { name: 'router', kind: 'cloudformation', accountId: '100000000003', region: 'us-east-1', approvalBefore: null },
      { name: 'cache-engine', kind: 'kubernetes', accountId: '100000000003', region: 'us-east-1', approvalBefore: null },
      { name: 'auth', kind: 'cloudformation', accountId: '100000000003', region: 'us-east-1', approvalBefore: 'large' },
      { name: 'topics', kind: 'cloudformation', accountId: '100000000003', region: 'us-east-1', approvalBefore: null },
      { name: 'pipelines', kind: 'pipelines', accountId: '100000000003', region: 'us-east-1', approvalBefore: null },
    ]);
  });

  test.each(COMPONENTS)('%s has succeeded several times, and nothing is under way', (component) => {
    const releases = world.releases.list().filter((release) => release.component === component);
    expect(releases.filter(({ status }) => status === 'Succeeded').length).toBeGreaterThanOrEqual(5);
    expect(new Set(releases.map(({ status }) => status))).not.toContain('InProgress');
    expect(new Set(releases.map(({ commit }) => commit.id)).size).toBe(releases.length);
    for (const { startedAt } of releases) expect(startedAt).toBeLessThan(START - HOUR);
    expect(bed.pipeline(component).stages.every(({ run }) => run?.status === 'Succeeded')).toBe(true);
  });

  test('runs the same revision of a component in all cells, but for one that somebody changed by hand', () => {
    for (const component of ['router', 'cache-engine', 'topics']) {
      const found = inWaves.flatMap((cell) => newest(component, cell.name)?.commit.id ?? []);
      expect(new Set(found).size).toBe(1);
    }
    const byHand = inWaves.filter((cell) => newest('auth', cell.name)?.executionId === null);
    expect(byHand.map((cell) => cell.environment)).toEqual(['production']);
    const intended = new Set(inWaves.filter((cell) => cell !== byHand[0]).map((cell) => newest('auth', cell.name)?.commit.id));
    expect(intended.size).toBe(1);
    expect(intended).not.toContain(newest('auth', byHand[0]?.name ?? '')?.commit.id);
    expect(newest('auth', byHand[0]?.name ?? '')).toMatchObject({ status: 'succeeded', actionExecutionId: null });
  });

  test('has one cell of a wave that one component does not reach, added after the pipeline of pipelines last ran', () => {
    const missed = COMPONENTS.slice(0, 4).flatMap((component) =>
      inWaves.filter((cell) => world.releases.deployments(component, cell.name).length === 0).map((cell) => [component, cell.name]),
    );
    expect(missed).toEqual([['topics', inWaves.at(-1)?.name]]);
    const lastRuns = COMPONENTS.map(
      (component) => world.releases.list().find((release) => release.component === component)?.startedAt ?? 0,
    );
    expect(Math.min(...lastRuns)).toBe(lastRuns.at(-1));
  });

  test('is the same for the same seed, and another for another', () => {
    const ids = (seed: number) =>
      pipelineBed({ seed })
        .world.releases.list()
        .map(({ id, commit, startedAt }) => [id, commit.id, startedAt]);
    expect(ids(5)).toEqual(world.releases.list().map(({ id, commit, startedAt }) => [id, commit.id, startedAt]));
    expect(ids(6)[0]).not.toEqual(ids(5)[0]);
  });

  test('has all its history behind it however slowly it runs', () => {
    const slow = pipelineBed({ pace: 0.1 }).world;
    expect(slow.releases.list().filter(({ status }) => status === 'Succeeded').length).toBeGreaterThan(20);
    expect(slow.releases.list().filter(({ status }) => status === 'InProgress')).toEqual([]);
  });
});

describe('the world’s own releases', () => {
  const started = (quiet: boolean) => {
    const own = pipelineBed({ quiet });
    const before = own.world.releases.list().length;
    own.pass(3 * HOUR);
    return own.world.releases.list().slice(0, own.world.releases.list().length - before);
  };

  test('come again and again, for each component but the pipeline of pipelines', () => {
    const releases = started(false);
    for (const component of COMPONENTS) {
      const mine = releases.filter((release) => release.component === component);
      expect(mine.length).toBeGreaterThanOrEqual(component === 'pipelines' ? 0 : 3);
      if (component === 'pipelines') expect(mine).toEqual([]);
    }
    expect(releases.every(({ commit }) => commit.quality === 'good')).toBe(true);
    expect(releases.find(({ component }) => component === 'router')?.status).toMatch(/InProgress|Succeeded/);
  });

  test('never come in a quiet world, and end when they are told to', () => {
    expect(started(true)).toEqual([]);
    const own = pipelineBed({ quiet: false });
    own.pass(5 * MINUTE);
    const before = own.world.releases.list();
    expect(before.some(({ status }) => status === 'InProgress')).toBe(true);
    own.world.releases.quiet();
    own.pass(6 * HOUR);
    expect(own.world.releases.list()).toHaveLength(before.length);
    expect(own.world.releases.list().filter(({ status }) => status === 'InProgress')).toEqual([]);
    expect(own.world.releases.isQuiet()).toBe(true);
  });
});
