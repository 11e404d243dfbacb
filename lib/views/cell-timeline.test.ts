import { describe, expect, it } from 'vitest';
import type { ReadState } from '#lib/domain/facts.ts';
import type { ActionRun, PipelineFacts } from '#lib/domain/release/facts.ts';
import { ago, commit, execution, latest, read, stageState, state, waveRuns } from '#lib/domain/release/fixture.ts';
import { routerRollout } from '#lib/domain/release/testing/router-rollout.ts';
import { cellTimeline } from './cell-timeline.ts';
import { cellVersions } from './cell-versions.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const timeline = (cell: string, changes: Partial<PipelineFacts> = {}, since = ago(180)) =>
  cellTimeline({
    cell,
    rollouts: [routerRollout(changes)],
    changes: [{ cell, at: ago(11), from: 'healthy', to: 'critical', reason: 'errors 20 %' }],
    actions: [{ id: 'a1', at: ago(4), by: 'operator', title: 'Pause router before large', reason: 'errors', outcome: 'done' }],
    since,
  }).map((event) => `${event.at.slice(11, 16)} ${event.kind === 'release' ? `${event.what}: ${event.text}` : event.kind}`);

describe('what happened in a cell', () => {
  it('is told newest first: health, releases, actions', () => {
    expect(timeline('pre-a')).toEqual([
      '02:16 action',
      '02:09 health',
      '02:04 baked: router 2f9c1 baked 60 min',
      '01:04 deployed: router 2f9c1 deployed',
      '01:02 arrived: router 2f9c1 arriving',
    ]);
    expect(timeline('small-a').slice(2)).toEqual(['02:07 deployed: router 2f9c1 deployed', '02:05 arrived: router 2f9c1 arriving']);
  });

  it('leaves out releases of before the range', () => {
    expect(timeline('pre-a', {}, ago(30))).toHaveLength(3);
  });

  it('tells failures and rollbacks', () => {
    const failed = waveRuns('new', 'small', ago(20)).map(
      (one): ActionRun => (one.action === 'bake' ? { ...one, status: 'Failed', updatedAt: ago(9) } : one),
    );
    const rollback = execution('back', 'x', { type: 'ROLLBACK', rollbackTarget: 'old' });
    const broken = waveRuns('broken', 'small', ago(2)).map((one): ActionRun => ({ ...one, status: 'Failed', updatedAt: ago(1) }));
    const told = timeline('small-a', {
      executions: [execution('broken', 'bbbbb'), rollback, execution('new', '2f9c1'), execution('old', '41ad0')],
      runs: new Map([
        ['broken', broken],
        ['back', waveRuns('back', 'small', ago(8), 2)],
        ['new', failed],
      ]),
      state: state([stageState('Deploy-small', latest('broken', 'Failed'))]),
    });
    expect(told.filter((event) => !/action|health/.test(event))).toEqual([
      '02:19 failed: router bbbbb could not be deployed',
      '02:18 arrived: router bbbbb arriving',
      '02:16 baked: router 41ad0 baked 2 min',
      '02:14 deployed: rolled back to router 41ad0',
      '02:12 arrived: rolling back to router 41ad0',
      '02:11 bake-failed: the bake of router 2f9c1 failed',
      '02:02 deployed: router 2f9c1 deployed',
      '02:00 arrived: router 2f9c1 arriving',
    ]);
  });
});

describe('versions of a cell', () => {
  it('tell what should run, what runs, and the newest', () => {
    const seen = { component: 'router', changedAt: null, from: 'stack' as const, status: null, read };
    const observed = new Map([['large-a', { ...seen, cell: 'large-a', version: commit('6a1f9') }]]);
    expect(cellVersions('large-a', [routerRollout({ observed })])).toEqual([
      {
        component: 'router',
        pipeline: 'router-pipeline',
        stage: 'Deploy-large',
        place: 'done',
        intended: '41ad0',
        executionId: 'old',
        deployedAt: iso(ago(478)),
        bakeEndsAt: null,
        observed: '6a1f9',
        unobserved: null,
        differs: true,
        newest: '2f9c1',
        isNewest: false,
        commitUrl: 'https://git.example/41ad0',
      },
    ]);
    expect(cellVersions('small-a', [routerRollout()])[0]).toMatchObject({
      place: 'baking',
      bakeEndsAt: iso(ago(-17)),
      isNewest: true,
      observed: null,
    });
  });

  it('say why what runs can’t be told', () => {
    const failure = { code: 'access-denied' as const, message: 'Access denied.', accountId: null, region: null, since: ago(9) };
    const of = (reading: Partial<ReadState>, from: 'stack' | 'image' = 'stack') => {
      const one = {
        cell: 'large-a',
        component: 'router',
        version: null,
        changedAt: null,
        from,
        status: null,
        read: { ...read, ...reading },
      };
      return cellVersions('large-a', [routerRollout({ observed: new Map([['large-a', one]]) })])[0]?.unobserved;
    };
    expect(of({ failure })).toBe('Access denied.');
    expect(of({})).toBe('Its stack does not tell which version it runs.');
    expect(of({}, 'image')).toBe('Its image does not tell which version it is.');
    expect(of({ observedAt: null })).toBeNull();
  });

  it('name components that do not come here, but not pipelines that lead to no cell', () => {
    expect(cellVersions('elsewhere', [routerRollout()])[0]).toMatchObject({ stage: null, place: 'none', intended: null, isNewest: false });
    expect(cellVersions('large-a', [routerRollout({ structure: null })])).toEqual([]);
  });
});
