import { describe, expect, it } from 'vitest';
import type { Grant } from '../access/access.ts';
import type { StageState } from '../release/facts.ts';
import type { ActionTarget, Verb } from './action.ts';
import { planAction } from './plan-action.ts';
import { execution, NOW, picture, planningFacts, running } from './testing/fixture.ts';

const ALL: Grant[] = [{ role: 'operator' }];
const PREPROD: Grant[] = [{ role: 'operator', environments: ['pre-production'] }];

function plan(verb: Verb, target: ActionTarget, router = picture(), more: Parameters<typeof planningFacts>[3] = {}, grants = ALL) {
  const planned = planAction(planningFacts(verb, target, [router], more), grants);
  if (!planned.allowed) throw new Error(planned.reason);
  return planned.plan;
}
const latest = (
  executionId: string,
  status: NonNullable<StageState['latest']>['status'] = 'Succeeded',
  type: 'STANDARD' | 'ROLLBACK' = 'STANDARD',
) => ({
  latest: { executionId, status, type },
});

describe('retrying a stage', () => {
  const failed = picture({
    stages: {
      small: {
        ...latest('e1', 'Failed'),
        actions: [running('Deploy-prod-a', { status: 'Failed' }), running('Bake', { status: 'Succeeded' })],
      },
    },
    executions: [execution('e1', { status: 'Failed' })],
  });

  it('runs what failed again, in the execution that is there', () => {
    const planned = plan('retry-stage', { component: 'router', stage: 'small' }, failed);
    expect(planned.calls.map(({ input }) => input)).toEqual([
      { pipelineName: 'router', stageName: 'small', pipelineExecutionId: 'e1', retryMode: 'FAILED_ACTIONS' },
    ]);
    expect(planned.summary).toBe('Runs what failed in small again for e1000: Deploy-prod-a.');
    expect(planned.warnings).toEqual(['When it succeeds, e1000 goes on to large: the door is open.']);
    expect(planned.typedName).toBe('router');
  });

  it.each([
    ['has not failed', picture({ stages: { small: latest('e1', 'InProgress') } }), 'e1 has not failed in small: it is under way.'],
    ['is another by now', picture({ stages: { small: latest('e2', 'Failed') } }), 'e1 is not in small any more: e2 is.'],
    ['was never there', picture(), 'Nothing has run in small.'],
    [
      'can not be read',
      picture({ old: 'throttled', stages: { small: latest('e1', 'Failed') } }),
      'What router does now could not be read: throttled.',
    ],
  ])('does nothing where it %s', (_what, router, reason) => {
    const planned = plan('retry-stage', { component: 'router', stage: 'small', executionId: 'e1' }, router);
    expect(planned.calls).toEqual([]);
    expect(planned.impossible).toEqual([{ component: 'router', stage: 'small', reason }]);
  });
});

describe('an approval', () => {
  const waiting = picture({
    stages: { 'Sign-off': { ...latest('e2', 'InProgress'), actions: [running('Approve', { token: 'tok' })] }, small: latest('e1') },
    executions: [execution('e2', { status: 'InProgress' }), execution('e1')],
  });

  it('lets the release go on into the next wave, with its token', () => {
    const planned = plan('approve', { component: 'router' }, waiting, { reason: 'looks good: ✓' });
    expect(planned.calls.map(({ input }) => input)).toEqual([
      {
        pipelineName: 'router',
        stageName: 'Sign-off',
        actionName: 'Approve',
        token: 'tok',
        result: { status: 'Approved', summary: 'looks good: ✓' },
      },
    ]);
    expect(planned.title).toBe('Approve router e2000 in Sign-off');
    expect(planned.moves.map(({ cell, from, to }) => [cell, from, to])).toEqual([
      ['prod-a', 'e1000', 'e2000'],
      ['prod-b', 'e1000', 'e2000'],
    ]);
    expect(planned.typedName).toBe('router');
  });

  it('is rejected without moves', () => {
    const planned = plan('reject', { component: 'router', stage: 'Sign-off' }, waiting);
    expect(planned.calls[0]?.input.result).toEqual({ status: 'Rejected', summary: 'Rejected in Cellwatch' });
    expect(planned.moves).toEqual([]);
  });

  it('that nobody asked for is none', () => {
    expect(plan('approve', { component: 'router' }).impossible[0]?.reason).toBe('No approval of router waits.');
    expect(plan('approve', { component: 'router', executionId: 'e9' }, waiting).calls).toEqual([]);
    expect(plan('approve', { component: 'router', stage: 'small' }, waiting).calls).toEqual([]);
  });

  it('of a stage that leads to no cell needs control without limits of place', () => {
    expect(planAction(planningFacts('approve', { component: 'router' }, [waiting]), PREPROD).allowed).toBe(false);
    expect(
      planAction(planningFacts('approve', { component: 'router' }, [waiting]), [{ role: 'operator', components: ['router'] }]).allowed,
    ).toBe(true);
  });
});

describe('rolling back', () => {
  const bad = execution('e9', { status: 'Stopped' });
  const good = execution('e5');
  const older = execution('e4');
  const given = {
    executions: [bad, good, older],
    stages: { 'pre-production': latest('e9'), small: latest('e9', 'Stopped'), large: latest('e5') },
    succeeded: { 'pre-production': [bad, good, older], small: [good, older] },
  };
  const spread = picture(given);

  it('puts the last good one back into every stage that the bad one reached, the newest wave first, behind a closed door', () => {
    const planned = plan('roll-back', { component: 'router' }, spread);
    expect(planned.calls.map(({ step, operation, stage, input }) => [step, operation, stage, input.targetPipelineExecutionId])).toEqual([
      [1, 'DisableStageTransition', 'large', undefined],
      [2, 'RollbackStage', 'small', 'e5'],
      [3, 'RollbackStage', 'pre-production', 'e5'],
    ]);
    expect(planned.summary).toBe(
      'Puts e5000 back into 3 cells of small and pre-production, the newest wave first, one after the other. Each stage runs again, its bake too.',
    );
    expect(planned.moves.map(({ cell, from, to, bakeMinutes }) => [cell, from, to, bakeMinutes])).toEqual([
      ['prod-a', 'e9000', 'e5000', 30],
      ['prod-b', 'e9000', 'e5000', 30],
      ['alpha', 'e9000', 'e5000', 60],
    ]);
    expect(planned.blastRadius).toEqual({ cells: ['alpha', 'prod-a', 'prod-b'], trafficShare: 0.5 });
    expect(planned.warnings).toEqual([
      'The door before large is closed first and stays closed until somebody resumes.',
      'Not undone: data that the newer version wrote, and what was changed outside of this pipeline.',
    ]);
    expect(planned.typedName).toBe('router');
  });

  it('puts it back everywhere at once when people want that', () => {
    const planned = plan('roll-back', { component: 'router', order: 'all-at-once' }, spread);
    expect(planned.calls.map(({ step }) => step)).toEqual([1, 2, 2]);
  });

  it('keeps to the waves that are named', () => {
    const planned = plan('roll-back', { component: 'router', waves: ['pre-production'] }, spread);
    expect(planned.calls.map(({ operation, stage }) => [operation, stage])).toEqual([
      ['DisableStageTransition', 'small'],
      ['RollbackStage', 'pre-production'],
    ]);
  });

  it('leaves a closed door closed', () => {
    const planned = plan(
      'roll-back',
      { component: 'router' },
      picture({ ...given, stages: { ...given.stages, large: { ...latest('e5'), transition: { enabled: false } } } }),
    );
    expect(planned.calls.map(({ operation }) => operation)).toEqual(['RollbackStage', 'RollbackStage']);
    expect(planned.warnings[0]).toBe('The door before large stays closed until somebody resumes.');
  });

  it('goes back to the release that is named, where it succeeded', () => {
    const planned = plan(
      'roll-back',
      { component: 'router', targetExecutionId: 'e4' },
      picture({ ...given, succeeded: { ...given.succeeded, small: [good] } }),
    );
    expect(
      planned.calls
        .filter(({ operation }) => operation === 'RollbackStage')
        .map(({ stage, input }) => [stage, input.targetPipelineExecutionId]),
    ).toEqual([['pre-production', 'e4']]);
    expect(planned.impossible).toEqual([
      { component: 'router', stage: 'small', reason: 'e4000 has not succeeded in small as the pipeline is now.' },
    ]);
  });

  it('leaves out a stage that runs, and says what to do', () => {
    const moving = picture({
      ...given,
      stages: { ...given.stages, small: { ...latest('e9', 'InProgress'), actions: [running('Deploy-prod-a')] } },
    });
    const planned = plan('roll-back', { component: 'router' }, moving);
    expect(planned.calls.map(({ stage }) => stage)).toEqual(['large', 'pre-production']);
    expect(planned.impossible).toEqual([{ component: 'router', stage: 'small', reason: 'The stage runs now. Halt it first.' }]);
  });

  it('warns of a release that would enter after it, and of alarms that are red', () => {
    const behind = picture({ ...given, stages: { ...given.stages, 'pre-production': { ...latest('e9'), inbound: ['e9f'] } } });
    const planned = plan('roll-back', { component: 'router' }, behind, { redAlarms: (cell) => (cell === 'prod-b' ? ['a', 'b'] : []) });
    expect(planned.warnings[0]).toContain('2 alarms in small are red now: a of prod-b and b of prod-b. A bake');
    expect(planned.warnings[1]).toBe(
      'e9f waits before pre-production and enters when the rollback there ends, unless you pause before it.',
    );
  });

  it('takes the newest that stands in a wave, and no rollback, for the bad one', () => {
    const half = picture({ ...given, stages: { ...given.stages, small: latest('rb', 'Succeeded', 'ROLLBACK') } });
    expect(plan('roll-back', { component: 'router' }, half).calls.map(({ stage }) => stage)).toEqual(['small', 'pre-production']);
    expect(
      plan('roll-back', { component: 'router', executionId: 'e5' }, half).calls.map(({ input }) => input.targetPipelineExecutionId),
    ).toEqual(['e4']);
  });

  it('says when what it would go back to is the newer one, and there is no other', () => {
    const forward = picture({
      ...given,
      stages: { large: latest('e5') },
      succeeded: { large: [execution('e9', { startedAt: NOW }), good] },
    });
    const planned = plan('roll-back', { component: 'router' }, forward);
    expect(planned.calls.map(({ input }) => input.targetPipelineExecutionId)).toEqual(['e9']);
    expect(planned.warnings[0]).toBe(
      'Careful: e9000 is newer than what stands there. It would come into large again: no better one succeeded there.',
    );
  });

  it('passes over the newer, the suspected and the rolled back release for the last good one, and says so', () => {
    const back = execution('b5', { type: 'ROLLBACK', rollbackTarget: 'e5', startedAt: NOW - 60_000 });
    const rolled = picture({
      executions: [back, execution('e9', { startedAt: NOW - 600_000 }), good, older],
      stages: { 'pre-production': latest('e5'), small: latest('b5', 'Succeeded', 'ROLLBACK') },
      succeeded: { small: [bad, good, older] },
    });
    const planned = plan('roll-back', { component: 'router', waves: ['small'] }, rolled);
    expect(
      planned.calls.filter(({ operation }) => operation === 'RollbackStage').map(({ input }) => input.targetPipelineExecutionId),
    ).toEqual(['e4']);
    expect(planned.warnings.slice(0, 2)).toEqual([
      'e5000 stands in small after a rollback already: this goes back further.',
      'AWS itself would put e9000 into small, but it was itself rolled back in small at 02:13: e4000 is the last good one before it.',
    ]);
    const suspected = plan('roll-back', { component: 'router', waves: ['small'] }, spread, {
      suspicion: (id) => (id === 'e5' ? '3 of 3 cells with e5000 sick, 0 of 45 without' : null),
    });
    expect(suspected.calls.at(-1)?.input.targetPipelineExecutionId).toBe('e4');
    expect(suspected.warnings[0]).toContain(
      'it is under suspicion (3 of 3 cells with e5000 sick, 0 of 45 without): e4000 is the last good one',
    );
  });

  it('goes back to the doubtful one that a person names, or where nothing better succeeded, with the warning first', () => {
    const suspicion = (id: string) => (id === 'e5' ? '3 of 3 sick' : null);
    const named = plan('roll-back', { component: 'router', waves: ['small'], targetExecutionId: 'e5' }, spread, { suspicion });
    expect(named.calls.at(-1)?.input.targetPipelineExecutionId).toBe('e5');
    expect(named.warnings[0]).toContain('Careful: e5000 is under suspicion (3 of 3 sick)');
    const alone = picture({ ...given, succeeded: { small: [good] } });
    const only = plan('roll-back', { component: 'router', waves: ['small'] }, alone, { suspicion });
    expect(only.warnings[0]).toContain('no better one succeeded there');
  });

  it('goes further back where only rollbacks stand, those to one release together', () => {
    const to = (id: string) => execution(id, { type: 'ROLLBACK', rollbackTarget: 'e5', startedAt: NOW - 60_000 });
    const rolled = picture({
      executions: [to('b2'), to('b1'), bad, good, older],
      stages: { 'pre-production': latest('b2', 'Succeeded', 'ROLLBACK'), small: latest('b1', 'Succeeded', 'ROLLBACK') },
      succeeded: { 'pre-production': [bad, good, older], small: [good, older] },
    });
    const planned = plan('roll-back', { component: 'router' }, rolled);
    expect(planned.moves.map(({ cell, from, to: target }) => [cell, from, target])).toEqual([
      ['prod-a', 'e5000', 'e4000'],
      ['prod-b', 'e5000', 'e4000'],
      ['alpha', 'e5000', 'e4000'],
    ]);
    expect(planned.warnings[0]).toBe('e5000 stands in small and pre-production after a rollback already: this goes back further.');
  });

  it('does not go back to a release whose image is gone, and tells what could not be checked', () => {
    const gone = { gone: ['its image is gone from ECR (router, e5000)'], unchecked: [] };
    const unread = { gone: [], unchecked: ['whether its image is still in ECR (router, e4000) could not be checked: access denied'] };
    const missing = picture({ ...given, needs: { e5: gone, e4: unread } });
    const planned = plan('roll-back', { component: 'router', waves: ['small'] }, missing);
    expect(planned.calls.at(-1)?.input.targetPipelineExecutionId).toBe('e4');
    expect(planned.warnings.slice(0, 2)).toEqual([
      "AWS itself would put e5000 into small, but it can't be deployed again, since its image is gone from ECR (router, e5000): e4000 is the last good one before it.",
      'e4000: whether its image is still in ECR (router, e4000) could not be checked: access denied.',
    ]);
    const none = plan('roll-back', { component: 'router', waves: ['small'] }, picture({ ...given, needs: { e5: gone, e4: gone } }));
    expect(none.calls).toEqual([]);
    expect(none.impossible.map(({ reason }) => reason)).toEqual([
      "e5000 can't be deployed again: its image is gone from ECR (router, e5000).",
    ]);
  });

  it('is refused where a stage is outside of the scope, but the door beyond it is only left open', () => {
    expect(planAction(planningFacts('roll-back', { component: 'router' }, [spread]), PREPROD).allowed).toBe(false);
    const planned = plan('roll-back', { component: 'router', waves: ['pre-production'] }, spread, {}, PREPROD);
    expect(planned.calls.map(({ operation }) => operation)).toEqual(['RollbackStage']);
    expect(planned.impossible[0]?.reason).toContain('Not within your rights: close the door before small');
  });

  describe('where no stage can go back', () => {
    const edited = picture({ ...given, succeeded: { 'pre-production': [], small: [] } });

    it('says why, and what could be done instead', () => {
      const planned = plan('roll-back', { component: 'router' }, edited);
      expect(planned.calls).toEqual([]);
      expect(planned.summary).toBe('No stage can go back. The whole pipeline can be run again with an earlier revision instead.');
      expect(planned.impossible.map(({ stage }) => stage)).toEqual(['small', 'pre-production']);
      expect(planned.instead).toEqual({
        verb: 'roll-back',
        target: { component: 'router', fallback: true },
        text: 'Run router again with e5000 …',
      });
    });

    it('halts first where the stage runs', () => {
      const moving = picture({ ...given, stages: { small: { ...latest('e9', 'InProgress'), actions: [running('Deploy-prod-a')] } } });
      const planned = plan('roll-back', { component: 'router' }, moving);
      expect(planned.summary).toBe('small runs now: halt it first, then roll back.');
      expect(planned.instead).toMatchObject({ verb: 'halt-rollout', target: { component: 'router' } });
    });

    it('runs the whole pipeline again with the earlier revision when people want that', () => {
      const planned = plan('roll-back', { component: 'router', fallback: true }, edited);
      expect(planned.calls.map(({ operation, input }) => [operation, input])).toEqual([
        [
          'StartPipelineExecution',
          { name: 'router', sourceRevisions: [{ actionName: 'Commit', revisionType: 'COMMIT_ID', revisionValue: good.revisions[0]?.id }] },
        ],
      ]);
      expect(planned.summary).toContain('every stage runs again from the start');
      expect(planned.typedName).toBe('router');
      expect(planAction(planningFacts('roll-back', { component: 'router', fallback: true }, [edited]), PREPROD).allowed).toBe(false);
    });

    it('says so when there is no earlier revision either', () => {
      const alone = picture({ ...given, executions: [bad], succeeded: {} });
      expect(plan('roll-back', { component: 'router', fallback: true }, alone).impossible[0]?.reason).toContain('No earlier release');
    });
  });
});
