import { describe, expect, it } from 'vitest';
import { MINUTE } from '../series.ts';
import { buildRollout } from './build-rollout.ts';
import type { ActionRun, PipelineFacts } from './facts.ts';
import {
  accountOf,
  action,
  ago,
  bake,
  CELLS,
  closed,
  commit,
  execution,
  latest,
  NOW,
  noAlarms,
  read,
  registry,
  routerFacts,
  run,
  stageState,
  state,
  structure,
  waveRuns,
} from './fixture.ts';
import { routerRollout } from './testing/router-rollout.ts';

const build = routerRollout;
const stageOf = (rollout: ReturnType<typeof build>, name: string) => {
  const stage = rollout.stages.find((one) => one.name === name);
  if (!stage) throw new Error(`no stage ${name}`);
  return stage;
};
const places = (rollout: ReturnType<typeof build>) => rollout.stages.map((stage) => `${stage.name} ${stage.revision} ${stage.place}`);
const seen = (cell: string, version: string | null, observedAt = NOW) =>
  new Map([
    [cell, { cell, component: 'router', version, changedAt: ago(1), from: 'stack' as const, status: null, read: { ...read, observedAt } }],
  ]);

/** The stage of wave small with its present execution in another state. */
function small(
  changes: Parameters<typeof stageState>[2],
  runs: readonly ActionRun[],
  status: 'InProgress' | 'Failed' | 'Stopped' = 'InProgress',
) {
  const facts = routerFacts();
  return build({
    state: state(
      (facts.state?.stages ?? []).map((one) => (one.name === 'Deploy-small' ? stageState(one.name, latest('new', status), changes) : one)),
    ),
    runs: new Map([...facts.runs, ['new', [...waveRuns('new', 'pre', ago(78), 60), ...runs]]]),
  });
}

describe('a rollout', () => {
  it('tells the place of each stage', () => {
    const rollout = build();
    expect(places(rollout)).toEqual([
      'Source 2f9c1 done',
      'Build 2f9c1 done',
      'Deploy-pre 2f9c1 done',
      'Deploy-small 2f9c1 baking',
      'Deploy-large 41ad0 paused',
    ]);
    expect(rollout).toMatchObject({ moving: true, newest: { revision: '2f9c1' }, leading: { revision: '2f9c1' }, drift: [] });
    expect(stageOf(rollout, 'Deploy-large').paused).toMatchObject({ at: ago(4), reason: 'router 2f9c1 raises errors' });
  });

  it('estimates the end of a bake by the wave, and says so', () => {
    expect(stageOf(build(), 'Deploy-small').bake).toMatchObject({ startedAt: ago(13), status: 'running', stoppedAt: null });
    const own = stageOf(build({ runs: new Map([['new', routerFacts().runs.get('new') ?? []]]) }), 'Deploy-small');
    expect(own.bake).toMatchObject({ endsAt: ago(13) + 30 * MINUTE, estimate: 'registry' });
    expect(stageOf(build(), 'Deploy-pre').bake).toMatchObject({ status: 'succeeded', endsAt: ago(16), stoppedAt: ago(16), estimate: null });
  });

  it('prefers the waits of its definition, but the last one where the two disagree', () => {
    const alone = new Map([['new', routerFacts().runs.get('new') ?? []]]);
    const bakes = (waitSeconds: number) => new Map([['new/Deploy-small/bake', bake('arn', { waitSeconds })]]);
    const of = (changes: Partial<PipelineFacts>) => stageOf(build(changes), 'Deploy-small').bake;
    expect(of({ runs: alone, bakes: bakes(1_200) })).toMatchObject({ endsAt: ago(13) + 20 * MINUTE, estimate: 'definition' });
    expect(of({ runs: alone, bakes: bakes(600) })).toMatchObject({ endsAt: ago(13) + 30 * MINUTE, estimate: 'registry' });
    expect(of({ bakes: bakes(1_800) })).toMatchObject({ endsAt: ago(13) + 30 * MINUTE, estimate: 'definition' });
    expect(of({ bakes: bakes(60) })).toMatchObject({ endsAt: ago(13) + 30 * MINUTE, estimate: 'history' });
  });

  it('deploys to some cells before others', () => {
    const stage = 'Deploy-small';
    const rollout = small({}, [
      run('new', stage, 'deploy-small-a', { startedAt: ago(5), updatedAt: ago(3) }),
      run('new', stage, 'deploy-small-b', { startedAt: ago(2), updatedAt: null, status: 'InProgress' }),
    ]);
    expect(stageOf(rollout, stage)).toMatchObject({ place: 'deploying', progress: { done: 1, of: 3 }, since: ago(5) });
    expect(rollout.cells.get('small-a')).toMatchObject({
      place: 'baking',
      intended: { revision: '2f9c1' },
      bakeEndsAt: null,
      newest: true,
    });
    expect(rollout.cells.get('small-b')).toMatchObject({
      place: 'deploying',
      intended: { revision: '41ad0' },
      arriving: { revision: '2f9c1' },
      arrivedAt: ago(2),
      newest: false,
    });
    expect(rollout.cells.get('small-c')).toMatchObject({ place: 'done', intended: { revision: '41ad0' }, arriving: null });
  });

  it('does not take the run before for the present one', () => {
    const rollout = small(
      { actions: [{ ...stateOf('deploy-small-a'), actionExecutionId: 'old/deploy-small-a', status: 'Succeeded', changedAt: ago(518) }] },
      [],
    );
    const stage = stageOf(rollout, 'Deploy-small');
    expect(stage.actions.map((one) => one.status)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    expect(stage.progress).toEqual({ done: 0, of: 3 });
  });

  it('freshens a run by the state of the same id', () => {
    const running = run('new', 'Deploy-small', 'deploy-small-a', { status: 'InProgress', startedAt: ago(3), updatedAt: ago(3) });
    const rollout = small(
      { actions: [{ ...stateOf('deploy-small-a'), actionExecutionId: running.actionExecutionId, status: 'Succeeded', changedAt: ago(1) }] },
      [running],
    );
    expect(stageOf(rollout, 'Deploy-small').actions[0]).toMatchObject({ status: 'succeeded', updatedAt: ago(1) });
  });

  it('waits for an approval, by its token', () => {
    const approve = action('approve', { category: 'Approval', provider: 'Manual' });
    const stages = structure().stages.map((one) => (one.name === 'Deploy-large' ? { ...one, actions: [approve, ...one.actions] } : one));
    const waits = { ...stateOf('approve'), status: 'InProgress' as const, token: 't', actionExecutionId: 'a', changedAt: ago(9) };
    const rollout = build({
      structure: structure({ stages }),
      state: state([stageState('Deploy-large', latest('new', 'InProgress'), { actions: [waits] })]),
    });
    expect(stageOf(rollout, 'Deploy-large')).toMatchObject({
      place: 'approval',
      since: ago(9),
      approval: { action: 'approve', token: 't' },
    });
    expect(rollout.cells.get('large-a')).toMatchObject({ place: 'done', intended: { revision: '41ad0' } });
  });

  it('waits for what is on its way, and no longer once that ended', () => {
    const open = (status: 'InProgress' | 'Failed') =>
      build({
        executions: [execution('new', '2f9c1', { status, startedAt: ago(84) }), execution('old', '41ad0')],
        state: state([stageState('Deploy-small', latest('new', status)), stageState('Deploy-large', latest('old'))]),
      });
    expect(stageOf(open('InProgress'), 'Deploy-large').place).toBe('waiting');
    expect(stageOf(open('Failed'), 'Deploy-large').place).toBe('done');
    expect(stageOf(open('Failed'), 'Deploy-small').place).toBe('failed');
  });

  it('fails with its bake, its deployment or its approval, in words', () => {
    const stage = 'Deploy-small';
    const failedBake = waveRuns('new', 'small', ago(15)).map(
      (one): ActionRun => (one.action === 'bake' ? { ...one, status: 'Failed', summary: '3 alarms went red', updatedAt: ago(2) } : one),
    );
    const baked = small({}, failedBake, 'Failed');
    expect(stageOf(baked, stage)).toMatchObject({
      place: 'failed',
      error: '3 alarms went red',
      since: ago(2),
      progress: { done: 3, of: 3 },
    });
    expect(baked.cells.get('small-a')).toMatchObject({ place: 'done', intended: { revision: '2f9c1' }, bakeEndsAt: ago(2) });

    const refused = run('new', stage, 'deploy-small-a', {
      status: 'Failed',
      error: 'UPDATE_ROLLBACK_COMPLETE',
      startedAt: ago(5),
      updatedAt: ago(3),
    });
    const broken = small({}, [refused], 'Failed');
    expect(stageOf(broken, stage)).toMatchObject({ place: 'failed', error: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(broken.cells.get('small-a')).toMatchObject({ place: 'failed', intended: { revision: '41ad0' }, differs: false });
    expect(broken.cells.get('small-a')?.visits[0]).toMatchObject({ revision: '2f9c1', failedAt: ago(3), leftAt: ago(3) });
  });

  it('shows a stopped stage behind a closed door as stopped, and who closed it', () => {
    const rollout = small({ transition: closed() }, waveRuns('new', 'small', ago(15)), 'Stopped');
    expect(stageOf(rollout, 'Deploy-small')).toMatchObject({ place: 'stopped', paused: { at: ago(4) } });
  });

  it('takes a retry for what it repeats, from when it first began', () => {
    const stage = 'Deploy-small';
    const rollout = small({}, [
      run('new', stage, 'deploy-small-a', { actionExecutionId: '2', startedAt: ago(4), updatedAt: ago(2) }),
      run('new', stage, 'deploy-small-a', { actionExecutionId: '1', startedAt: ago(9), updatedAt: ago(7), status: 'Failed' }),
    ]);
    expect(rollout.cells.get('small-a')).toMatchObject({ arrivedAt: ago(9), deployedAt: ago(2), intended: { revision: '2f9c1' } });
  });

  it('maps a rollback to what it went back to', () => {
    const facts = routerFacts();
    const rollback = execution('back', '2f9c1', { type: 'ROLLBACK', rollbackTarget: 'old', startedAt: ago(2), updatedAt: ago(1) });
    const rollout = build({
      executions: [rollback, ...facts.executions.map((one) => ({ ...one, status: 'Succeeded' as const }))],
      state: state([stageState('Deploy-small', latest('back', 'Succeeded', 'ROLLBACK'))]),
      runs: new Map([...facts.runs, ['back', waveRuns('back', 'small', ago(4), 1)]]),
    });
    expect(stageOf(rollout, 'Deploy-small')).toMatchObject({ place: 'rolled-back', revision: '41ad0' });
    expect(rollout.cells.get('small-a')).toMatchObject({
      intended: { revision: '41ad0', executionId: 'back' },
      before: { revision: '2f9c1', executionId: 'new' },
      newest: true,
    });
    expect(rollout.cells.get('pre-a')).toMatchObject({ intended: { revision: '2f9c1' }, newest: false });
    expect(rollout.cells.get('small-a')?.visits.map(({ revision, leftAt }) => [revision, leftAt])).toEqual([
      ['41ad0', null],
      ['2f9c1', ago(4)],
      ['41ad0', ago(15)],
    ]);
  });

  it('tells what differs, only by a look that came after the deployment and shows the same kind of thing', () => {
    const differs = (version: string | null, observedAt?: number) =>
      build({ observed: seen('large-a', version, observedAt) }).cells.get('large-a')?.differs;
    expect(differs(commit('6a1f9'))).toBe(true);
    expect(differs('41ad0')).toBe(false);
    expect(differs(null)).toBe(false);
    expect(differs(commit('6a1f9'), ago(478))).toBe(false);
    expect(differs('build-1234')).toBe(false);
    expect(differs(`sha256:${commit('6a1f9')}`)).toBe(false);
    expect(build().cells.get('large-a')?.observed).toBeNull();
    expect(build({ observed: seen('large-a', null) }).cells.get('large-a')?.observed).toEqual({ version: null, at: ago(1) });
  });

  it('takes a stage’s word where no run was read, but not for a cell that its release did not come to', () => {
    const unread = build({ runs: new Map() });
    expect(unread.cells.get('large-a')?.intended).toEqual({ revision: '41ad0', executionId: 'old', at: null });
    const without = (routerFacts().runs.get('old') ?? []).filter((one) => one.action !== 'deploy-large-b');
    const added = build({ runs: new Map([['old', without]]) });
    expect(added.cells.get('large-b')).toMatchObject({ intended: null, place: 'none', newest: false });
    expect(added.cells.get('large-a')?.intended?.revision).toBe('41ad0');
  });

  it('names cells that no stage leads to, in service and of a wave', () => {
    const more = {
      ...registry,
      cells: [
        ...registry.cells,
        ...(['in-service', 'drained'] as const).map((state) => ({
          ...registry.cells[0],
          name: `new-${state}`,
          accountId: '299999999999',
          state,
        })),
      ] as typeof registry.cells,
    };
    expect(build({}, more).drift).toEqual(['new-in-service']);
    expect(build({ structure: structure({ stages: structure().stages.slice(0, 2) }) }, more).drift).toEqual([]);
  });

  it('without structure or executions has nothing, and says nothing', () => {
    const nothing = build({ structure: null, state: null, executions: [], runs: new Map(), read: { ...read, observedAt: null } });
    expect(nothing).toMatchObject({ stages: [], newest: null, leading: null, moving: false, drift: [] });
    expect(nothing.cells.size).toBe(0);
    expect(nothing.pipeline.arn).toBe('arn:aws:codepipeline:us-east-1:100000000003:router-pipeline');
    expect(() => buildRollout({ facts: routerFacts({ component: 'x' }), registry, alarms: noAlarms, now: NOW })).toThrow(RangeError);
  });

  it('shows a stage in PARALLEL mode by the last that came into a cell', () => {
    const facts = routerFacts();
    const rollout = build({
      structure: structure({ mode: 'PARALLEL' }),
      executions: [execution('b', 'bbbbb'), execution('a', 'aaaaa')],
      state: state([stageState('Deploy-pre', latest('b'))]),
      // The older execution came last.
      runs: new Map([
        ['a', waveRuns('a', 'pre', ago(20))],
        ['b', waveRuns('b', 'pre', ago(50))],
      ]),
      observed: facts.observed,
    });
    expect(rollout.cells.get('pre-a')?.intended?.revision).toBe('aaaaa');
    expect(rollout.pipeline.mode).toBe('PARALLEL');
  });

  it('finds the cells of an account for runs of a stage that is gone', () => {
    const gone = run('old', 'Deploy-all', 'deploy-large-a', {
      roleAccountId: accountOf('large-a'),
      startedAt: ago(100),
      updatedAt: ago(98),
    });
    expect(build({ runs: new Map([['old', [gone]]]) }).cells.get('large-a')?.deployedAt).toBe(ago(98));
  });

  it('covers every cell of its stages', () => {
    expect([...build().cells.keys()].toSorted()).toEqual([...CELLS].toSorted());
  });
});

function stateOf(name: string) {
  return {
    name,
    status: null,
    actionExecutionId: null,
    token: null,
    summary: null,
    changedAt: null,
    changedBy: null,
    externalId: null,
    externalUrl: null,
    percent: null,
    error: null,
  };
}
