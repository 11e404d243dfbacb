import { describe, expect, it } from 'vitest';
import type { ActionState, PipelineFacts } from '#lib/domain/release/facts.ts';
import {
  action,
  ago,
  closed,
  execution,
  latest,
  NOW,
  registry,
  routerFacts,
  run,
  stageState,
  state,
  structure,
  waveRuns,
} from '#lib/domain/release/fixture.ts';
import type { Suspect } from '#lib/domain/release/rollout.ts';
import { routerRollout } from '#lib/domain/release/testing/router-rollout.ts';
import { suspectOf } from '#lib/domain/release/testing/suspect-of.ts';
import { fleetReleasesSteps } from './fleet-releases.ts';

const suspect = suspectOf();

function releases(changes: Partial<PipelineFacts> = {}, suspects: Readonly<Record<string, Suspect>> = {}) {
  const rollout = routerRollout(changes);
  const steps = fleetReleasesSteps(registry, { rollouts: [rollout], suspects: new Map(Object.entries(suspects)) }, NOW);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('the fleet shows of releases', () => {
  it('those in a cell now', () => {
    const { inCells } = releases();
    const bakeEndsAt = new Date(ago(-17)).toISOString();
    expect([...inCells.keys()]).toEqual(['small-a', 'small-b', 'small-c']);
    expect(inCells.get('small-a')).toEqual([{ component: 'router', revision: '2f9c1', place: 'baking', bakeEndsAt }]);
  });

  it('one that is being deployed by its own revision, not by that which it replaces', () => {
    const running = run('new', 'Deploy-small', 'deploy-small-b', { startedAt: ago(4), updatedAt: null, status: 'InProgress' });
    const { inCells, moving, waveNotes } = releases({ runs: new Map([...routerFacts().runs, ['new', [running]]]) });
    expect(inCells.get('small-b')).toEqual([{ component: 'router', revision: '2f9c1', place: 'deploying', bakeEndsAt: null }]);
    expect(moving[0]?.text).toBe('deploying to small: 0 of 3 cells');
    expect(waveNotes[0]).toEqual({ wave: 'small', tone: 'moving', text: 'deploying router 2f9c1 · 0 of 3 cells' });
  });

  it('what moves, and a note beside each wave that has news', () => {
    expect(releases()).toMatchObject({
      moving: [
        {
          component: 'router',
          pipeline: 'router-pipeline',
          revision: '2f9c1',
          executionId: 'new',
          tone: 'moving',
          text: 'baking in small · about 17 min left',
          waves: ['small'],
        },
      ],
      waveNotes: [
        { wave: 'small', tone: 'moving', text: 'baking router 2f9c1 · about 17 min left' },
        { wave: 'large', tone: 'needs-person', text: 'router paused before this wave by operator 02:16' },
      ],
    });
  });

  it('suspects, and the waves where they made cells sick', () => {
    const { suspects, moving, waveNotes } = releases({}, { 'small-a': suspect });
    expect(suspects.get('small-a')).toEqual({
      component: 'router',
      revision: '2f9c1',
      executionId: 'new',
      contrast: suspect.contrast,
      text: suspect.text,
      rival: '',
    });
    expect(moving[0]?.tone).toBe('sick');
    expect(waveNotes.map((note) => note.tone)).toEqual(['sick', 'needs-person']);
  });

  it('an approval that stands between two waves by the wave that it opens', () => {
    const stages = structure().stages.toSpliced(4, 0, {
      name: 'Approve',
      actions: [action('approve', { category: 'Approval', provider: 'Manual' })],
    });
    const waits: ActionState = {
      ...{ name: 'approve', status: 'InProgress', actionExecutionId: 'a', token: 't', changedAt: ago(9) },
      ...{ summary: null, changedBy: null, externalId: null, externalUrl: null, percent: null, error: null },
    };
    const { moving, waveNotes } = releases({
      structure: structure({ stages }),
      state: state([stageState('Approve', latest('new', 'InProgress'), { actions: [waits] }), stageState('Deploy-large', latest('old'))]),
    });
    expect(moving[0]).toMatchObject({ tone: 'needs-person', text: 'waits for approval before large' });
    expect(waveNotes).toEqual([{ wave: 'large', tone: 'needs-person', text: 'router 2f9c1 needs approval before this wave' }]);
  });

  it('a release that waits at a closed door', () => {
    const { moving } = releases({
      state: state([
        stageState('Deploy-small', latest('new')),
        stageState('Deploy-large', latest('old'), { transition: closed(), inbound: ['new'] }),
      ]),
    });
    expect(moving[0]).toMatchObject({ tone: 'needs-person', text: 'waits before large, paused by operator 02:16', waves: [] });
  });

  it('nothing where nothing moves', () => {
    const done = releases({
      executions: [execution('old', '41ad0')],
      state: state([stageState('Deploy-small', latest('old'))]),
      runs: new Map([['old', waveRuns('old', 'small', ago(300))]]),
    });
    expect(done).toMatchObject({ moving: [], waveNotes: [] });
    expect(done.inCells.size).toBe(0);
  });
});
