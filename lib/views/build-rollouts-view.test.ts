import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cell, registry as registryOf } from '#lib/domain/health/fixture.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionRun, PipelineFacts } from '#lib/domain/release/facts.ts';
import {
  action,
  ago,
  bake,
  commit,
  execution,
  latest,
  NOW,
  read,
  registry,
  routerFacts,
  run,
  stageState,
  state,
  structure,
  waveRuns,
} from '#lib/domain/release/fixture.ts';
import type { Rollout, Suspect } from '#lib/domain/release/rollout.ts';
import { visitOf } from '#lib/domain/release/testing/rollout-of.ts';
import { routerRollout } from '#lib/domain/release/testing/router-rollout.ts';
import { suspectOf } from '#lib/domain/release/testing/suspect-of.ts';
import { buildRolloutsView } from './build-rollouts-view.ts';
import type { CrossingView } from './rollouts-view.ts';

const suspect = suspectOf();
const view = (rollouts: readonly Rollout[], suspects: Readonly<Record<string, Suspect>> = {}, within: Registry = registry) =>
  buildRolloutsView({
    version: 'v',
    registry: within,
    releases: { rollouts, suspects: new Map(Object.entries(suspects)) },
    sources: [],
    now: NOW,
  });
const row = (changes: Partial<PipelineFacts> = {}, suspects: Readonly<Record<string, Suspect>> = {}) => {
  const [first] = view([routerRollout(changes)], suspects).components;
  if (!first) throw new Error('no row');
  return first;
};
const crossing = (wave: string, ...given: Parameters<typeof row>): CrossingView => {
  const found = row(...given).crossings.find((one) => one.wave === wave);
  if (!found) throw new Error(`no crossing ${wave}`);
  return found;
};
/** 2f9c1 has gone everywhere, and the pipeline is at rest. */
const settled: Partial<PipelineFacts> = {
  executions: [execution('new', '2f9c1', { startedAt: ago(200) }), execution('old', '41ad0')],
  state: state(structure().stages.map(({ name }) => stageState(name, latest('new')))),
  runs: new Map([['new', ['pre', 'small', 'large'].flatMap((wave) => waveRuns('new', wave, ago(190)))]]),
};

describe('the matrix', () => {
  it('shows in each crossing what stands there, cell by cell', () => {
    const { crossings, ...rest } = row();
    expect(crossings.map(({ wave, revision, marks, text, tone }) => [wave, revision, marks, text, tone])).toEqual([
      ['pre', '2f9c1', 'nn', 'baked 60 min', 'quiet'],
      ['small', '2f9c1', 'nnn', 'baking · about 17 min left', 'moving'],
      ['large', '41ad0', 'oo', '', 'needs-person'],
    ]);
    expect(rest).toMatchObject({ component: 'router', pipeline: 'router-pipeline', moving: true, paused: true, tone: 'needs-person' });
    expect(rest.text).toBe('release 2f9c1 · 84 min ago');
    expect(rest.source).toMatchObject({ revision: '2f9c1', text: 'Change 2f9c1', tone: 'quiet' });
    expect(crossings[2]?.paused).toEqual({
      stage: 'Deploy-large',
      by: 'operator',
      at: new Date(ago(4)).toISOString(),
      reason: 'router 2f9c1 raises errors',
      owner: null,
      until: null,
      untilText: '',
      ended: false,
    });
  });

  it('has the waves for columns, with their cells in the order of the marks', () => {
    expect(view([]).waves).toEqual([
      { name: 'pre', cells: ['pre-a', 'pre-b'] },
      { name: 'small', cells: ['small-a', 'small-b', 'small-c'] },
      { name: 'large', cells: ['large-a', 'large-b'] },
    ]);
  });

  it('tells the alarms of a bake: red, quiet, not known', () => {
    const watched = ['a', 'b', 'c', 'd'].map((name) => ({ name, accountId: null, region: null }));
    const bakes = new Map([['new/Deploy-small/bake', bake('arn', { alarms: watched })]]);
    const words = (...states: (boolean | null)[]) =>
      view([routerRollout({ bakes }, registry, () => states)])
        .components[0]?.crossings[1]?.text.split(' · ')
        .at(-1);
    expect(words(false, false, false, false)).toBe('4 alarms quiet');
    expect(words(true, false, null, false)).toBe('1 of 4 alarms red');
    expect(words(false, false, null, false)).toBe('3 of 4 alarms quiet');
    expect(words(null, null, null, null)).toBe('4 alarms not known');
  });

  it('marks the cells that are sick since the release came, and says so on top', () => {
    const suspects = { 'small-a': suspect, 'small-b': suspect };
    expect(crossing('small', {}, suspects)).toMatchObject({
      marks: 'ssn',
      sick: 2,
      tone: 'sick',
      text: '2 of 3 sick · baking · about 17 min left',
    });
    expect(view([routerRollout()], suspects)).toMatchObject({
      moving: 1,
      paused: 1,
      approvals: 0,
      headline: {
        tone: 'sick',
        lead: '1 release moving, 1 paused',
        detail: 'router 2f9c1 made 2 of its 5 cells sick; router is paused before wave large.',
      },
    });
    expect(row({}, suspects).suspect?.executionId).toBe('new');
  });

  it('tells one release for all cells, since the last of them runs it', () => {
    expect(row(settled).text).toBe('2f9c1 everywhere since 23:12');
    expect(row(settled).crossings.map((one) => one.marks)).toEqual(['nn', 'nnn', 'nn']);
    expect(view([routerRollout(settled)]).headline).toEqual({ tone: 'quiet', lead: 'Nothing is moving', detail: '' });
  });

  it('tells deployments as they go', () => {
    const runs = new Map([
      ...(routerFacts().runs as Map<string, ActionRun[]>),
      [
        'new',
        [
          ...waveRuns('new', 'pre', ago(78), 60),
          run('new', 'Deploy-small', 'deploy-small-a', { startedAt: ago(4), updatedAt: ago(2) }),
          run('new', 'Deploy-small', 'deploy-small-b', { startedAt: ago(4), updatedAt: null, status: 'InProgress' }),
        ],
      ] as const,
    ]);
    expect(crossing('small', { runs })).toMatchObject({
      place: 'deploying',
      marks: 'ndo',
      text: 'deploying 1 of 3 · 4 min',
      progress: { done: 1, of: 3 },
      versions: [
        { revision: '41ad0', cells: 2 },
        { revision: '2f9c1', cells: 1 },
      ],
    });
  });

  it('tells cells that run something else', () => {
    const seen = { component: 'router', changedAt: null, from: 'stack' as const, status: null, read };
    const observed = new Map([['pre-b', { ...seen, cell: 'pre-b', version: commit('6a1f9') }]]);
    expect(crossing('pre', { ...settled, observed })).toMatchObject({
      marks: 'nx',
      others: [{ cell: 'pre-b', version: '6a1f9' }],
      text: 'baked 30 min · 1 cell runs 6a1f9, not what was deployed',
      tone: 'needs-person',
    });
    expect(view([routerRollout({ ...settled, observed })]).headline.detail).toBe('Not all cells run what was deployed of router.');
  });

  it('tells an approval that stands before a wave, without its token', () => {
    const stages = structure().stages.toSpliced(4, 0, {
      name: 'Approve',
      actions: [action('approve', { category: 'Approval', provider: 'Manual' })],
    });
    const waits = {
      ...{ name: 'approve', status: 'InProgress' as const, actionExecutionId: 'a', token: 'secret-token', changedAt: ago(9) },
      ...{ summary: null, changedBy: null, externalId: null, externalUrl: null, percent: null, error: null },
    };
    const facts: Partial<PipelineFacts> = {
      structure: structure({ stages }),
      state: state([
        stageState('Deploy-small', latest('new')),
        stageState('Approve', latest('new', 'InProgress'), { actions: [waits] }),
        stageState('Deploy-large', latest('old')),
      ]),
    };
    expect(crossing('large', facts)).toMatchObject({
      revision: '41ad0',
      place: 'approval',
      tone: 'needs-person',
      text: 'approval needed before this wave',
      approval: { stage: 'Approve', action: 'approve', executionId: 'new', revision: '2f9c1' },
    });
    const whole = view([routerRollout(facts)]);
    expect(whole).toMatchObject({ approvals: 1, headline: { lead: '1 release moving, 1 waiting for approval' } });
    expect(JSON.stringify(whole)).not.toContain('secret-token');
  });

  it('tells failures, stops and rollbacks', () => {
    const small = (status: 'Failed' | 'Stopped', execution_: 'Failed' | 'Stopped') =>
      row({
        executions: [execution('new', '2f9c1', { status: execution_, startedAt: ago(84), updatedAt: ago(3) }), execution('old', '41ad0')],
        state: state([stageState('Deploy-small', latest('new', status)), stageState('Deploy-large', latest('old'))]),
        runs: new Map([['new', [run('new', 'Deploy-small', 'deploy-small-a', { status: 'Failed', error: 'No capacity\nat all' })]]]),
      });
    const failed = small('Failed', 'Failed');
    expect(failed.crossings[1]).toMatchObject({ place: 'failed', tone: 'failed', text: 'failed: No capacity', marks: 'f--' });
    expect(failed).toMatchObject({ text: 'release 2f9c1 failed in small · 84 min ago', tone: 'failed' });
    expect(small('Stopped', 'Stopped').crossings[1]).toMatchObject({ place: 'stopped', text: 'stopped 02:17' });

    const rollback = execution('back', '2f9c1', { type: 'ROLLBACK', rollbackTarget: 'old', startedAt: ago(6), updatedAt: ago(2) });
    const back = row({
      executions: [rollback, execution('new', '2f9c1'), execution('old', '41ad0')],
      state: state([stageState('Deploy-small', latest('back', 'Succeeded', 'ROLLBACK'))]),
      runs: new Map([...routerFacts().runs, ['back', waveRuns('back', 'small', ago(5), 1)]]),
    });
    expect(back.text).toBe('rolled back 2f9c1 → 41ad0, 02:18');
    expect(back.crossings[1]).toMatchObject({ revision: '41ad0', place: 'rolled-back', text: 'rolled back 02:18', marks: 'nnn' });
  });

  it('says why a pipeline can’t be read, and keeps what was known', () => {
    const failure = {
      code: 'access-denied' as const,
      message: 'Access denied to the reader role.',
      accountId: null,
      region: null,
      since: ago(9),
    };
    const denied = row({ read: { ...read, failure } });
    expect(denied.problem).toEqual({ text: 'Access denied to the reader role.', since: new Date(ago(9)).toISOString() });
    expect(denied.crossings[0]?.revision).toBe('2f9c1');
    expect(row({ read: { ...read, observedAt: ago(5) } }).problem?.text).toContain('older than three of its intervals');
    const unread = row({ structure: null, state: null, executions: [], runs: new Map(), read: { ...read, observedAt: null } });
    expect(unread).toMatchObject({ text: 'not read yet', crossings: [], newest: null, problem: null, observedAt: null });
  });

  it('tells cells that no stage leads to: on the row, or once where the pipelines are made', () => {
    const stranger = cell('new-a', { accountId: '299999999999', wave: 'large' });
    const [router] = registry.components as [Registry['components'][number]];
    const within: Registry = {
      ...registry,
      cells: [...registry.cells, stranger],
      components: [router, { ...router, name: 'pipelines' }],
    };
    const own = view([routerRollout({}, within)], {}, within).components[0];
    expect(own?.drift).toBe('does not deploy to new-a, which is in service');
    expect(own?.crossings[2]?.marks).toBe('oo-');
    const maker = routerRollout({ component: 'pipelines', structure: structure({ stages: structure().stages.slice(0, 2) }) }, within);
    const both = view([routerRollout({}, within), maker], {}, within).components;
    expect(both.map((one) => one.drift)).toEqual([
      null,
      'new-a is in the registry, but router does not deploy to it: pipelines last ran 00:56.',
    ]);
    expect(both[1]?.crossings).toEqual([]);
  });

  it('stays under 150 KB, compressed, with 40 components and 1,000 cells', () => {
    const waves = ['pre', 'small', 'medium', 'large'];
    const cells = Array.from({ length: 1_000 }, (_, i) => cell(`prod-euw1-${i}`, { wave: waves[i % 4] as string }));
    const within = registryOf(cells, { waves: waves.map((name) => ({ name, bakeMinutes: 30 })) });
    const base = routerRollout();
    const rollouts = Array.from({ length: 40 }, (_, c): Rollout => {
      const releases = new Map(
        cells.map(({ name }, i) => {
          const known = base.cells.get('small-a');
          if (!known) throw new Error('no cell');
          return [
            name,
            { ...known, cell: name, newest: (i * 7 + c) % 3 !== 0, differs: (i + c) % 97 === 0, visits: [visitOf('new', ago(9))] },
          ];
        }),
      );
      const stages = waves.flatMap((wave) =>
        base.stages.filter((one) => one.wave === 'small').map((one) => ({ ...one, wave, name: wave })),
      );
      return { ...base, component: `component-${c}`, stages, cells: releases };
    });
    const json = JSON.stringify(view(rollouts, {}, within));
    expect(json).toContain('component-39');
    expect(gzipSync(json).byteLength).toBeLessThan(150_000);
    expect(json.length).toBeLessThan(600_000);
  });
});
