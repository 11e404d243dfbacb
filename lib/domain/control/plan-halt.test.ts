import { describe, expect, it } from 'vitest';
import type { Grant } from '../access/access.ts';
import type { ActionTarget } from './action.ts';
import { planAction } from './plan-action.ts';
import { execution, type picture, picture as pictureOf, planningFacts, running } from './testing/fixture.ts';

const ALL: Grant[] = [{ role: 'operator' }];
const PREPROD: Grant[] = [{ role: 'operator', environments: ['pre-production'] }];
const BAKE = 'arn:aws:states:us-east-1:100000000003:execution:bake-small:run-Bake';

type Picture = ReturnType<typeof picture>;

function plan(pictures: readonly Picture[], target: ActionTarget = { component: 'router' }, grants = ALL, reason: string | null = null) {
  const planned = planAction(planningFacts(target.component === '*' ? 'halt-all' : 'halt-rollout', target, pictures, { reason }), grants);
  if (!planned.allowed) throw new Error(planned.reason);
  return planned.plan;
}

/** "1 Disable small", "2 Stop e1 wait", … in the order of the plan's steps. */
const told = (planned: ReturnType<typeof plan>) =>
  [...planned.calls]
    .sort((a, b) => a.step - b.step)
    .map(({ step, operation, input }) => {
      const what =
        { DisableStageTransition: 'close', StopPipelineExecution: 'stop', StopExecution: 'end' }[operation as string] ?? operation;
      const of = input.stageName ?? input.pipelineExecutionId ?? String(input.executionArn).split(':').at(-1);
      return `${step} ${what} ${of}${operation === 'StopPipelineExecution' ? (input.abandon ? ' abandoning' : ' waiting') : ''}`;
    });

const inStage = (id: string, actions: ReturnType<typeof running>[], status: 'InProgress' | 'Stopping' = 'InProgress') => ({
  latest: { executionId: id, status, type: 'STANDARD' as const },
  actions,
});

describe('halting a release that deploys', () => {
  const deploying = pictureOf({
    stages: { small: inStage('e1', [running('Deploy-prod-a'), running('Deploy-prod-b', { status: 'Succeeded' })]) },
    executions: [execution('e1', { status: 'InProgress' })],
  });

  it('closes its door and the one ahead before it stops, and lets deployments finish', () => {
    const planned = plan([deploying]);
    expect(told(planned)).toEqual(['1 close small', '1 close large', '2 stop e1 waiting']);
    expect(planned.title).toBe('Halt router in small');
    expect(planned.warnings).toEqual(['router e1000: Deploy-prod-a in small may finish; nothing is begun after that.']);
    expect(planned.blastRadius).toEqual({ cells: ['prod-a', 'prod-b', 'prod-c'], trafficShare: 0.75 });
    expect(planned.typedName).toBeNull();
  });

  it('abandons deployments when people want that, and says what that leaves', () => {
    const planned = plan([deploying], { component: 'router', running: 'abandon' });
    expect(told(planned)).toEqual(['1 close small', '1 close large', '2 stop e1 abandoning']);
    expect(planned.warnings).toEqual(['router e1000: Deploy-prod-a in small is abandoned; what it started may go on by itself.']);
  });

  it('sends the reason in the letters that AWS takes, each call within its length', () => {
    const planned = plan([deploying], undefined, ALL, `${'ö'.repeat(300)}`);
    for (const { input } of planned.calls) expect(input.reason).toMatch(/^[a-zA-Z0-9!@ ().*?-]+$/);
    expect(planned.calls.map(({ input }) => String(input.reason).length)).toEqual([300, 300, 200]);
    expect(plan([deploying]).reasonSent).toBe('Halted in Cellwatch');
  });

  it('is the same plan on the same state', () => {
    const keys = ({ calls }: ReturnType<typeof plan>) => calls.map(({ key }) => key);
    expect(keys(plan([deploying]))).toEqual(keys(plan([deploying], undefined, ALL, 'another reason')));
    expect(new Set(keys(plan([deploying]))).size).toBe(3);
  });
});

describe('halting a release that only waits', () => {
  it('abandons a bake and ends its state machine', () => {
    const baking = pictureOf({ stages: { small: inStage('e1', [running('Bake')]) }, bakeArns: { 'run-Bake': BAKE } });
    const planned = plan([baking]);
    expect(told(planned)).toEqual(['1 close small', '1 close large', '2 stop e1 abandoning', '3 end run-Bake']);
    expect(planned.calls.at(-1)).toMatchObject({ service: 'StepFunctions', operation: 'StopExecution', input: { executionArn: BAKE } });
  });

  it('abandons a bake whose state machine is not known, and says that it watches on', () => {
    const planned = plan([pictureOf({ stages: { small: inStage('e1', [running('Bake')]) } })]);
    expect(told(planned)).toEqual(['1 close small', '1 close large', '2 stop e1 abandoning']);
    expect(planned.impossible).toEqual([{ component: 'router', stage: 'small', reason: expect.stringContaining('is not known') }]);
  });

  it('abandons an approval', () => {
    const waiting = pictureOf({ stages: { 'Sign-off': inStage('e1', [running('Approve', { token: 't' })]) } });
    expect(told(plan([waiting]))).toEqual(['1 close Sign-off', '1 close small', '2 stop e1 abandoning', '4 close large']);
  });

  it('waits for a deployment beside a bake, and ends the bake', () => {
    const both = pictureOf({
      stages: { small: inStage('e1', [running('Deploy-prod-a'), running('Bake')]) },
      bakeArns: { 'run-Bake': BAKE },
    });
    expect(told(plan([both]))).toEqual(['1 close small', '1 close large', '2 stop e1 waiting', '3 end run-Bake']);
  });
});

describe('halting again', () => {
  it('does nothing where nothing moves', () => {
    const planned = plan([pictureOf({ stages: { small: { latest: { executionId: 'e1', status: 'Stopped', type: 'STANDARD' } } } })]);
    expect(planned.calls).toEqual([]);
    expect(planned.summary).toBe('Nothing to halt: no release of router moves.');
  });

  it('closes what is still open, and stops nothing twice', () => {
    const stopping = pictureOf({
      stages: { small: { ...inStage('e1', [running('Deploy-prod-a')], 'Stopping'), transition: { enabled: false } } },
    });
    const planned = plan([stopping]);
    expect(told(planned)).toEqual(['1 close large']);
    expect(planned.warnings[0]).toBe('router e1 is stopping in small already.');
  });

  it('abandons what was to be waited for, when people want that now', () => {
    const stopping = pictureOf({ stages: { small: inStage('e1', [running('Deploy-prod-a')], 'Stopping') } });
    expect(told(plan([stopping], { component: 'router', running: 'abandon' }))).toContain('2 stop e1 abandoning');
  });

  it('abandons a bake that keeps a stopping release from stopping', () => {
    const stopping = pictureOf({ stages: { small: inStage('e1', [running('Bake')], 'Stopping') }, bakeArns: { 'run-Bake': BAKE } });
    expect(told(plan([stopping]))).toEqual(['1 close small', '1 close large', '2 stop e1 abandoning', '3 end run-Bake']);
  });
});

describe('what moves elsewhere', () => {
  it('is halted in each stage, later waves closed after all stops', () => {
    const two = pictureOf({
      stages: {
        Build: inStage('e2', [running('Image')]),
        'pre-production': inStage('e1', [running('Deploy-alpha')]),
      },
    });
    expect(told(plan([two]))).toEqual([
      '1 close Build',
      '1 close pre-production',
      '1 close Sign-off',
      '2 stop e2 waiting',
      '2 stop e1 waiting',
      '4 close small',
      '4 close large',
    ]);
  });

  it('is only the execution meant, when one is', () => {
    const two = pictureOf({
      stages: { Build: inStage('e2', [running('Image')]), small: inStage('e1', [running('Deploy-prod-a')]) },
    });
    expect(told(plan([two], { component: 'router', executionId: 'e1' }))).toEqual(['1 close small', '1 close large', '2 stop e1 waiting']);
  });

  it('is caught between two stages', () => {
    const between = pictureOf({
      stages: { 'pre-production': { latest: { executionId: 'e1', status: 'Succeeded', type: 'STANDARD' } } },
      executions: [execution('e1', { status: 'InProgress' })],
    });
    expect(told(plan([between]))).toEqual(['1 close Sign-off', '2 stop e1 waiting', '4 close small', '4 close large']);
  });

  it('is left waiting at a door, which is closed', () => {
    const queued = pictureOf({
      stages: { small: { ...inStage('e1', [running('Deploy-prod-a')]), inbound: ['e2'] } },
      executions: [execution('e2', { status: 'InProgress' }), execution('e1', { status: 'InProgress' })],
    });
    expect(told(plan([queued]))).toEqual(['1 close small', '1 close large', '2 stop e1 waiting']);
  });

  it('is stopped although no stage shows it, side by side with others', () => {
    const parallel = pictureOf({ mode: 'PARALLEL', executions: [execution('e9', { status: 'InProgress', mode: 'PARALLEL' })] });
    expect(told(plan([parallel]))).toEqual(['2 stop e9 waiting', '4 close pre-production', '4 close small', '4 close large']);
  });

  it('is planned on what was last known when nothing newer could be read, and says so', () => {
    const old = pictureOf({ old: 'AWS throttles', stages: { small: inStage('e1', [running('Deploy-prod-a')]) } });
    const planned = plan([old]);
    expect(told(planned)).toEqual(['1 close small', '1 close large', '2 stop e1 waiting']);
    expect(planned.warnings).toContain('router: planned on what was last known; AWS throttles.');
  });
});

describe('halting all', () => {
  const moving = (component: string) => pictureOf({ component, stages: { small: inStage(`e-${component}`, [running('Deploy-prod-a')]) } });

  it('halts every pipeline that moves, and names those that could not be read', () => {
    const planned = planAction(
      planningFacts('halt-all', { component: '*' }, [moving('router'), moving('api')], {
        unreadable: [{ component: 'worker', reason: 'access denied' }],
      }),
      ALL,
    );
    if (!planned.allowed) throw new Error(planned.reason);
    expect(planned.plan.title).toBe('Halt all releases: 2 pipelines moving');
    expect(planned.plan.summary).toBe('Closes 4 doors and stops 2 releases in small.');
    expect(planned.plan.impossible).toEqual([{ component: 'worker', stage: null, reason: 'access denied' }]);
    expect(planned.plan.basis.map(({ component }) => component)).toEqual(['router', 'api']);
  });

  it('does what is in the scope, and tells of the rest with the reason', () => {
    const router = pictureOf({
      stages: { 'pre-production': inStage('e1', [running('Deploy-alpha')]), small: inStage('e0', [running('Deploy-prod-a')]) },
    });
    const planned = plan([router, moving('api')], { component: '*' }, PREPROD);
    expect(told(planned)).toEqual(['1 close pre-production', '2 stop e1 waiting']);
    expect(planned.impossible.map(({ component, stage }) => `${component} ${stage}`)).toEqual([
      'router Sign-off',
      'router small',
      'router large',
      'router small',
      'api small',
      'api large',
      'api small',
    ]);
    expect(planned.impossible[1]?.reason).toBe(
      'Not within your rights: close the door before small; your control is limited to pre-production; small reaches prod-a (production, small).',
    );
    expect(planned.blastRadius.cells).toEqual(['alpha']);
  });

  it('is refused when nothing of it is in the scope', () => {
    const refused = planAction(planningFacts('halt-all', { component: '*' }, [moving('api')]), PREPROD);
    expect(refused).toMatchObject({ allowed: false, reason: expect.stringContaining('limited to pre-production') });
    expect(planAction(planningFacts('halt-all', { component: '*' }, [moving('api')]), [{ role: 'viewer' }]).allowed).toBe(false);
    expect(planAction(planningFacts('halt-all', { component: '*' }, []), [{ role: 'manager' }]).allowed).toBe(false);
  });
});
