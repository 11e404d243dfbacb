import { describe, expect, it } from 'vitest';
import type { Grant } from '../access/access.ts';
import type { ActionTarget, Verb } from './action.ts';
import { planAction } from './plan-action.ts';
import { execution, NOW, picture, planningFacts, running } from './testing/fixture.ts';

const ALL: Grant[] = [{ role: 'operator' }];
const DAY = 86_400_000;

function plan(verb: Verb, target: ActionTarget, pictures = [picture()], more: Parameters<typeof planningFacts>[3] = {}) {
  const planned = planAction(planningFacts(verb, target, pictures, more), ALL);
  if (!planned.allowed) throw new Error(planned.reason);
  return planned.plan;
}

const closed = (inbound: string[] = [], changedAt = NOW - 3_600_000) => ({
  inbound,
  transition: {
    enabled: false,
    changedBy: 'arn:aws:sts::100000000003:assumed-role/CellwatchController/olga@orbit.example',
    changedAt,
    reason: 'freeze',
  },
});

describe('pausing before waves', () => {
  it('closes the door of each stage that deploys to them, in each component', () => {
    const planned = plan('pause-wave', { component: '*', waves: ['small', 'large'] }, [picture(), picture({ component: 'api' })]);
    expect(planned.calls.map(({ key }) => key)).toEqual([
      'router/DisableStageTransition/small',
      'router/DisableStageTransition/large',
      'api/DisableStageTransition/small',
      'api/DisableStageTransition/large',
    ]);
    expect(planned.calls[0]?.input).toEqual({
      pipelineName: 'router',
      stageName: 'small',
      transitionType: 'Inbound',
      reason: 'Paused in Cellwatch',
    });
    expect(planned.title).toBe('Pause all components before small and large');
  });

  it('leaves a door that is closed as it is, and tells by whom', () => {
    const planned = plan('pause-wave', { component: 'router', waves: ['small', 'large'] }, [picture({ stages: { small: closed() } })]);
    expect(planned.calls.map(({ stage }) => stage)).toEqual(['large']);
    expect(planned.impossible).toEqual([
      { component: 'router', stage: 'small', reason: 'The door before small is closed by olga@orbit.example (freeze) already.' },
    ]);
  });

  it('closes it again only to extend a pause, and says from when on people are reminded', () => {
    const until = Date.UTC(2026, 10, 24, 9);
    const small = [picture({ stages: { small: closed() } })];
    const target = { component: 'router', waves: ['small'], until };
    expect(plan('pause-wave', target, small).calls).toEqual([]);
    const extended = plan('pause-wave', { ...target, extend: true }, small);
    expect(extended.calls.map(({ operation, text }) => `${operation}: ${text}`)).toEqual([
      'DisableStageTransition: keep the door before small closed',
    ]);
    expect(extended.title).toBe('Extend the pause of router before small');
    expect([extended.reason, extended.reasonSent]).toEqual(['freeze', 'freeze']);
    expect(extended.summary).toContain('People are reminded from 2026-11-24 09:00 UTC on; nothing resumes by itself.');
  });

  it('leaves each door its own reason when it extends a pause, unless another is typed', () => {
    const transition = { ...closed().transition, reason: 'bad metrics' };
    const two = [picture({ stages: { small: closed(), large: { transition } } })];
    const target: ActionTarget = { component: 'router', waves: ['small', 'large'], extend: true };
    const reasons = (reason: string | null) => plan('pause-wave', target, two, { reason }).calls.map(({ input }) => input.reason);
    expect(reasons(null)).toEqual(['freeze', 'bad metrics']);
    const offered = plan('pause-wave', target, two).reason;
    expect([offered, reasons(offered)]).toEqual(['Paused in Cellwatch', ['freeze', 'bad metrics']]);
    expect(reasons('until Monday')).toEqual(['until Monday', 'until Monday']);
  });

  it('extends no pause of a door that somebody opened, and takes no reason from it', () => {
    const open = { transition: { ...closed().transition, enabled: true, reason: 'long ago' } };
    const target: ActionTarget = { component: 'router', waves: ['small', 'large'], extend: true };
    const planned = plan('pause-wave', target, [picture({ stages: { small: closed(), large: open } })]);
    expect(planned.calls.map(({ stage, input }) => [stage, input.reason])).toEqual([['small', 'freeze']]);
    expect(planned.impossible.map(({ stage, reason }) => [stage, reason])).toEqual([
      ['large', 'The door before large is open: somebody resumed it.'],
    ]);
  });

  it('says that what is inside goes on', () => {
    const inside = picture({
      stages: { small: { latest: { executionId: 'e1', status: 'InProgress', type: 'STANDARD' }, actions: [running('Deploy-prod-a')] } },
    });
    expect(plan('pause-wave', { component: 'router', waves: ['small'] }, [inside]).warnings).toEqual([
      'router e1 is inside small and goes on: halt it to stop it.',
    ]);
  });

  it('takes a stage by its name, but not the first, which has no door', () => {
    expect(plan('pause-wave', { component: 'router', stage: 'Build' }).calls.map(({ stage }) => stage)).toEqual(['Build']);
    expect(plan('pause-wave', { component: 'router', stage: 'Source' }).impossible[0]?.reason).toContain('no door');
    expect(plan('pause-wave', { component: 'router', stage: 'nowhere' }).impossible[0]?.reason).toBe('router has no stage nowhere.');
    expect(plan('pause-wave', { component: 'router', waves: ['nowhere'] }).impossible[0]?.reason).toBe(
      'router has no stage that deploys to nowhere.',
    );
  });

  it('goes by what was last known when nothing newer can be read', () => {
    const planned = plan('pause-wave', { component: 'router', waves: ['small'] }, [picture({ old: 'no answer' })]);
    expect(planned.calls).toHaveLength(1);
    expect(planned.warnings).toEqual(['router: planned on what was last known; no answer.']);
  });
});

describe('resuming', () => {
  const waiting = (mode: 'SUPERSEDED' | 'QUEUED') =>
    picture({
      mode,
      stages: { small: { ...closed(['e1', 'e2']), latest: { executionId: 'e0', status: 'Succeeded', type: 'STANDARD' } } },
      executions: [execution('e2', { status: 'InProgress' }), execution('e1', { status: 'InProgress' }), execution('e0')],
    });

  it('lets in the latest that waits, and says so', () => {
    const planned = plan('resume-wave', { component: 'router', waves: ['small'] }, [waiting('SUPERSEDED')]);
    expect(planned.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['EnableStageTransition', { pipelineName: 'router', stageName: 'small', transitionType: 'Inbound' }],
    ]);
    expect(planned.warnings[0]).toBe(
      'router: the door before small was closed by olga@orbit.example (freeze). Resuming releases e2000 into small, not the 1 older one that waits.',
    );
    expect(planned.moves).toEqual([
      { cell: 'prod-a', wave: 'small', component: 'router', stage: 'small', from: 'e0000', to: 'e2000', bakeMinutes: 30 },
      { cell: 'prod-b', wave: 'small', component: 'router', stage: 'small', from: 'e0000', to: 'e2000', bakeMinutes: 30 },
    ]);
    expect(planned.typedName).toBe('router');
  });

  it('lets in the oldest of a queue', () => {
    const planned = plan('resume-wave', { component: 'router', waves: ['small'] }, [waiting('QUEUED')]);
    expect(planned.warnings[0]).toContain('Resuming releases e1000 into small, 1 release after it, one by one.');
    expect(planned.moves[0]?.to).toBe('e1000');
  });

  it('opens all that are closed when none is named, and no door that is open', () => {
    const two = picture({ stages: { small: closed(), large: closed() } });
    expect(plan('resume-wave', { component: 'router' }, [two]).calls.map(({ stage }) => stage)).toEqual(['small', 'large']);
    const open = plan('resume-wave', { component: 'router', waves: ['small'] });
    expect(open.calls).toEqual([]);
    expect(open.impossible).toEqual([{ component: 'router', stage: 'small', reason: 'The door before small is open.' }]);
  });

  it('names the organization to be typed for all components, and takes only those named', () => {
    const both = [picture({ stages: { small: closed() } }), picture({ component: 'api', stages: { small: closed() } })];
    const planned = plan('resume-wave', { component: '*', components: ['api'] }, both);
    expect(planned.calls.map(({ component }) => component)).toEqual(['api']);
    expect(planned.typedName).toBe('Orbit');
  });

  it('asks for no name where production is not reached', () => {
    expect(plan('resume-wave', { component: 'router' }, [picture({ stages: { 'pre-production': closed() } })]).typedName).toBeNull();
  });

  it('says that nothing enters by itself after 30 days', () => {
    const long = picture({ stages: { small: closed(['e1'], NOW - 31 * DAY) } });
    const planned = plan('resume-wave', { component: 'router' }, [long]);
    expect(planned.warnings[0]).toContain('over 30 days');
    expect(planned.moves).toEqual([]);
  });

  it('warns of red alarms where something enters', () => {
    const planned = plan('resume-wave', { component: 'router' }, [waiting('SUPERSEDED')], {
      redAlarms: (cell) => (cell === 'prod-a' ? ['errors-critical'] : []),
    });
    expect(planned.warnings[1]).toBe(
      '1 alarm in small is red now: errors-critical of prod-a. A bake that watches an alarm which stays red fails.',
    );
  });

  it('is never planned on an old picture', () => {
    const planned = plan('resume-wave', { component: 'router' }, [picture({ old: 'no answer', stages: { small: closed(['e1']) } })]);
    expect(planned.calls).toEqual([]);
    expect(planned.impossible[0]?.reason).toBe('What is there now could not be read: no answer.');
  });

  it('is refused for a stage outside of the scope', () => {
    const facts = planningFacts('resume-wave', { component: 'router' }, [
      picture({ stages: { 'pre-production': closed(), small: closed() } }),
    ]);
    expect(planAction(facts, [{ role: 'operator', environments: ['pre-production'] }])).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('small reaches prod-a'),
    });
  });
});
