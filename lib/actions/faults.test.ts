import { DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import { type ControlStore, type Store, StoreError } from '#lib/store/store.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import { sendCall } from './send-call.ts';
import { type ControlBed, OPERATOR, PREPROD, startControlBed } from './testing/control-bed.ts';

let down = false;
const CONTROL: (keyof ControlStore)[] = ['appendAudit', 'recordIntent', 'recordProgress', 'findActionByKey', 'savePause', 'dropPauses'];

/** A store that can be taken down. */
function breakable(store: Store): Store {
  const broken = Object.fromEntries(
    CONTROL.map((name) => [
      name,
      (...given: unknown[]) => {
        if (down) return Promise.reject(new StoreError('unavailable', 'The store is down.'));
        return (store[name] as (...given: unknown[]) => unknown)(...given);
      },
    ]),
  );
  return { ...store, ...broken };
}

let bed: ControlBed;
beforeAll(async () => {
  bed = await startControlBed({ store: breakable });
});
afterAll(() => bed.end());
afterEach(async () => {
  down = false;
  await bed.clearFaults();
});

const log = (filter: object = {}): Promise<AuditEntry[]> => bed.app.store.searchAudit(filter, null, 500);
const pipeline = (name: string) => {
  const found = bed.world.pipelines.find('100000000003', 'us-east-1', name);
  if (!found) throw new Error(`no pipeline ${name}`);
  return found;
};
const open = (component: string, stage: string) => bed.world.pipelines.enableTransition(pipeline(component), stage, 'test');
const PAUSE = { component: 'router', waves: ['large'] };

describe('a call without an answer', () => {
  it('that was done is found to be done, and not sent again', async () => {
    await bed.fault('DisableStageTransition', 'drop-after-commit');
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('pause-wave', PAUSE)).id);
    expect(action).toMatchObject({ state: 'done', calls: [{ state: 'observed', requestId: null }] });
    expect((await bed.calls('DisableStageTransition')).count).toBe(1);
    expect((await bed.stageOf('router', 'Deploy-large'))?.inboundTransitionState?.enabled).toBe(false);
    const states = (await log({ actionId: action.id }))
      .reverse()
      .map(({ kind, detail }) => `${kind} ${(detail as { state?: string }).state ?? ''}`.trim());
    expect(states).toEqual(['intent', 'call unknown', 'call observed', 'result done']);
    open('router', 'Deploy-large');
  });

  it('that was not done stays unknown, and is not sent again', async () => {
    await bed.fault('DisableStageTransition', 'error');
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('pause-wave', PAUSE)).id);
    expect(action).toMatchObject({ state: 'unknown', calls: [{ state: 'unknown', error: { code: 'not-shown' } }] });
    expect(action.calls[0]?.error?.message).toContain('the pipeline has not shown that it was done');
    expect((await bed.calls('DisableStageTransition')).count).toBe(1);
    expect((await bed.stageOf('router', 'Deploy-large'))?.inboundTransitionState?.enabled).toBe(true);
  });

  it('of a rollback is recognized by the rollback that it began', async () => {
    const bad = await bed.release('router', 'Deploy-pre-production', 'Bake');
    bed.world.pipelines.stop(pipeline('router'), bad, true, 'test');
    bed.advance(1);
    await bed.fault('RollbackStage', 'drop-after-commit');
    await bed.forgetCalls();
    const { id } = await bed.begin('roll-back', { component: 'router', waves: ['pre-production'] });
    const action = await bed.ended(id);
    expect(action.state).toBe('done');
    expect(action.calls.find(({ operation }) => operation === 'RollbackStage')).toMatchObject({ state: 'observed', executionId: null });
    expect((await bed.calls('RollbackStage')).count).toBe(1);
    expect((await bed.executions('router')).filter(({ executionType }) => executionType === 'ROLLBACK')).toHaveLength(1);
    bed.advance(15);
    open('router', 'Deploy-small');
  });
});

describe('a call that AWS refuses', () => {
  it('for being busy is sent again: it was not executed', async () => {
    await bed.fault('DisableStageTransition', 'throttle', { rate: 0.5 });
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('pause-wave', { component: '*', waves: ['large'] })).id);
    expect(action.state).toBe('done');
    expect((await bed.calls('DisableStageTransition')).count).toBeGreaterThan(action.calls.length);
    for (const { component } of action.calls) open(component, 'Deploy-large');
  });

  it('for being busy again and again fails, with what to do', async () => {
    await bed.fault('DisableStageTransition', 'throttle');
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('pause-wave', PAUSE)).id);
    expect(action).toMatchObject({
      state: 'failed',
      calls: [{ state: 'failed', error: { code: 'ThrottlingException', fix: expect.stringContaining('press again') } }],
    });
    expect((await bed.calls('DisableStageTransition')).count).toBe(7);
  });

  it('for being busy is sent again for longer when it stops something than when it starts something', async () => {
    await bed.fault('EnableStageTransition', 'throttle');
    bed.world.pipelines.disableTransition(pipeline('router'), 'Deploy-large', 'hold', 'test');
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('resume-wave', PAUSE)).id);
    expect(action).toMatchObject({ state: 'failed', calls: [{ state: 'failed', error: { code: 'ThrottlingException' } }] });
    expect((await bed.calls('EnableStageTransition')).count).toBe(4);
    open('router', 'Deploy-large');
  });

  it('fails with the permission that is missing, and is made by a new action', async () => {
    await bed.fault('DisableStageTransition', 'deny');
    const action = await bed.ended((await bed.begin('pause-wave', PAUSE)).id);
    expect(action.calls[0]).toMatchObject({ state: 'failed', error: { fix: expect.stringContaining('cellwatch-controller.yaml') } });
    await bed.clearFaults();
    expect((await bed.ended((await bed.begin('pause-wave', PAUSE)).id)).state).toBe('done');
    open('router', 'Deploy-large');
  });

  it('fails when the role can not be assumed, with nothing sent', async () => {
    await bed.sideDoor('POST', 'faults', { service: 'STS', operation: 'AssumeRole', kind: 'deny', rate: 1 });
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('pause-wave', PAUSE)).id);
    expect(action.calls[0]).toMatchObject({
      state: 'failed',
      sentAt: null,
      error: { fix: expect.stringContaining('sts:SetSourceIdentity') },
    });
    expect((await bed.calls('DisableStageTransition')).count).toBe(0);
  });

  it('keeps one pipeline from being halted, but not the others', async () => {
    await bed.release('auth', 'Deploy-pre-production', 'Deploy-');
    await bed.release('router', 'Build', 'Build');
    await bed.fault('DisableStageTransition', 'deny', { rate: 0.25 });
    const action = await bed.ended((await bed.begin('halt-all', { component: '*' })).id);
    expect(action.state).toBe('failed');
    const stops = action.calls.filter(({ operation }) => operation === 'StopPipelineExecution');
    expect(stops.map(({ state }) => state)).toEqual(['observed', 'observed']);
    await bed.clearFaults();
    const again = await bed.ended(
      (await bed.begin('pause-wave', { component: '*', waves: ['pre-production', 'small', 'medium', 'large'] })).id,
    );
    expect(again.state).toBe('done');
    bed.advance(3);
    for (const { name } of bed.registry.components) await bed.openAll(name);
  });
});

describe('the session', () => {
  it('reaches its own pipeline and no other', async () => {
    const arn = 'arn:aws:codepipeline:us-east-1:100000000003:router';
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['codepipeline:DisableStageTransition'], Resource: [arn, `${arn}/*`] }],
    });
    const role = { name: 'CellwatchController', externalId: 'orbit-{accountId}' };
    const credentials = await bed.app.aws.assumeController({
      accountId: '100000000003',
      role,
      person: 'olga',
      policy,
      tags: { 'cellwatch-action': 'a' },
    });
    const client = bed.codepipeline(credentials);
    const close = (pipelineName: string) =>
      client.send(
        new DisableStageTransitionCommand({ pipelineName, stageName: 'Deploy-large', transitionType: 'Inbound', reason: 'test' }),
      );
    await close('router');
    await expect(close('auth')).rejects.toMatchObject({ message: expect.stringContaining('because no session policy allows') });
    open('router', 'Deploy-large');
  });

  it('of an action allows only what the action does', async () => {
    const { id, plan } = await bed.begin('pause-wave', PAUSE);
    const action = await bed.ended(id);
    const call = plan.calls[0];
    if (!call) throw new Error('no call');
    const stop = {
      ...call,
      operation: 'StopPipelineExecution' as const,
      input: { pipelineName: 'router', pipelineExecutionId: crypto.randomUUID(), abandon: true },
    };
    const { ControllerSessions } = await import('./controller-sessions.ts');
    const sessions = new ControllerSessions(bed.app.aws, bed.registry, action, () => [call]);
    await expect(sendCall(bed.app.aws, stop, await sessions.of(call))).rejects.toMatchObject({ code: 'access-denied' });
    open('router', 'Deploy-large');
  });
});

describe('the same request', () => {
  it('sent twice at once is one action', async () => {
    const plan = await bed.plan('pause-wave', PAUSE);
    const request = { verb: 'pause-wave' as const, target: PAUSE, fingerprint: plan.fingerprint, reason: 'twice' };
    await bed.forgetCalls();
    const both = await Promise.all([1, 2, 3].map(() => bed.app.actions.begin(request, bed.caller(), 'the-same-key')));
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    await bed.ended(both[0]?.id ?? '');
    expect(await bed.app.actions.begin(request, bed.caller(), 'the-same-key')).toEqual(both[0]);
    expect((await bed.calls('DisableStageTransition')).count).toBe(1);
    await expect(bed.app.actions.begin({ ...request, reason: 'another' }, bed.caller(), 'the-same-key')).rejects.toMatchObject({
      code: 'key-reused',
    });
    expect(await bed.app.actions.begin(request, bed.caller(OPERATOR, 'Piet Preprod'), 'the-same-key')).not.toEqual(both[0]);
    open('router', 'Deploy-large');
  });

  it('is known after a restart', async () => {
    const { id } = await bed.begin('pause-wave', PAUSE, { key: 'before-restart', reason: 'r' });
    await bed.ended(id);
    const plan = await bed.plan('pause-wave', PAUSE);
    await bed.app.stop();
    await bed.restart();
    const request = { verb: 'pause-wave' as const, target: PAUSE, fingerprint: plan.fingerprint, reason: 'another' };
    await expect(bed.app.actions.begin(request, bed.caller(), 'before-restart')).rejects.toMatchObject({ code: 'key-reused' });
    open('router', 'Deploy-large');
  });
});

describe('what starts something', () => {
  const RESUME = { component: 'topics', waves: ['large'] };
  const shut = () => bed.world.pipelines.disableTransition(pipeline('topics'), 'Deploy-large', 'test', 'arn:aws:iam::1:user/somebody');

  it('is refused when the world has moved, with what changed, and recorded as refused', async () => {
    shut();
    const plan = await bed.plan('resume-wave', RESUME);
    open('topics', 'Deploy-large');
    bed.advance(1);
    shut();
    const request = { verb: 'resume-wave' as const, target: RESUME, fingerprint: plan.fingerprint, reason: 'r', typedName: 'topics' };
    await bed.forgetCalls();
    await expect(bed.app.actions.begin(request, bed.caller(), 'outdated-1')).rejects.toMatchObject({
      code: 'plan-outdated',
      difference: ['topics, Deploy-large: somebody opened and closed the door before it meanwhile.'],
      plan: { verb: 'resume-wave' },
    });
    expect((await bed.calls('EnableStageTransition')).count).toBe(0);
    expect((await log())[0]).toMatchObject({
      kind: 'refusal',
      text: expect.stringContaining('plan-outdated'),
      person: { name: 'Olga Operator' },
    });
  });

  it('is refused without the typed name, and recorded as refused', async () => {
    await expect(bed.begin('resume-wave', RESUME, { typedName: 'Topics' })).rejects.toMatchObject({ code: 'wrong-name' });
    expect((await log())[0]).toMatchObject({ kind: 'refusal', text: expect.stringContaining('wrong-name') });
  });

  it('is refused outside of the scope, and recorded as refused', async () => {
    await expect(bed.begin('resume-wave', RESUME, { grants: PREPROD })).rejects.toMatchObject({ code: 'not-permitted' });
    expect((await log())[0]).toMatchObject({ kind: 'refusal', text: expect.stringContaining('pre-production'), components: ['topics'] });
  });

  it('is done once by two who press at once: the other is told', async () => {
    const plan = await bed.plan('resume-wave', RESUME);
    const request = { verb: 'resume-wave' as const, target: RESUME, fingerprint: plan.fingerprint, reason: 'r', typedName: 'topics' };
    await bed.forgetCalls();
    const both = await Promise.allSettled([
      bed.app.actions.begin(request, bed.caller(OPERATOR, 'Olga Operator'), 'press-olga'),
      bed.app.actions.begin(request, bed.caller(OPERATOR, 'Piet Preprod'), 'press-piet'),
    ]);
    const begun = both.filter(({ status }) => status === 'fulfilled');
    const refused = both.filter((one) => one.status === 'rejected');
    expect(begun).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: expect.stringMatching(/^(action-under-way|plan-outdated)$/) });
    const [one] = begun as PromiseFulfilledResult<{ id: string }>[];
    expect((await bed.ended(one?.value.id ?? '')).state).toBe('done');
    expect((await bed.calls('EnableStageTransition')).count).toBe(1);
  });

  it('sends nothing when its intent can not be recorded', async () => {
    shut();
    const plan = await bed.plan('resume-wave', RESUME);
    const request = { verb: 'resume-wave' as const, target: RESUME, fingerprint: plan.fingerprint, reason: 'r', typedName: 'topics' };
    await bed.forgetCalls();
    down = true;
    await expect(bed.app.actions.begin(request, bed.caller(), 'no-store-1')).rejects.toMatchObject({ code: 'not-recorded' });
    expect((await bed.calls('EnableStageTransition')).count).toBe(0);
    down = false;
    await bed.until(async () => (await log()).some(({ text }) => text.includes('not-recorded')), 'the refusal in the log');
    const again = () => bed.app.actions.begin(request, bed.caller(), 'no-store-1').catch(() => null);
    await bed.ended((await bed.until(again, 'the same key again')).id);
  });

  it('is refused after the session has ended', async () => {
    shut();
    const plan = await bed.plan('resume-wave', RESUME);
    const request = { verb: 'resume-wave' as const, target: RESUME, fingerprint: plan.fingerprint, reason: 'r', typedName: 'topics' };
    const late = { ...bed.caller(), expiresAt: bed.clock.now() - 1 };
    await expect(bed.app.actions.begin(request, late, 'session-over')).rejects.toMatchObject({ code: 'sign-in-again' });
    open('topics', 'Deploy-large');
  });
});

describe('with the store down', () => {
  it('a halt acts all the same, and the log has all of it, once, when the store is back', async () => {
    await bed.release('topics', 'Deploy-pre-production', 'Deploy-');
    const before = (await log()).length;
    down = true;
    const { id } = await bed.begin('halt-rollout', { component: 'topics' }, { reason: 'store down' });
    const action = await bed.ended(id);
    expect(action).toMatchObject({ state: 'done', journaled: true });
    expect((await bed.stageOf('topics', 'Deploy-pre-production'))?.latestExecution?.status).toBe('Stopping');
    expect((await log()).length).toBe(before);
    expect(bed.app.journal.empty).toBe(false);
    down = false;
    await bed.until(() => bed.app.journal.empty, 'the merge');
    const entries = (await log({ actionId: id })).reverse();
    expect(entries[0]).toMatchObject({ kind: 'intent', reason: 'store down' });
    expect(entries.at(-1)?.kind).toBe('result');
    expect(entries).toHaveLength(2 + 2 * action.calls.length);
    expect(await bed.app.store.findAction(id)).toMatchObject({ action: { state: 'done', journaled: true } });
    expect((await verifyAudit(bed.app.store)).ok).toBe(true);
    bed.advance(3);
    await bed.openAll('topics');
  }, 40_000);
});

describe('after a crash', () => {
  it('what was recorded but not sent is not sent', async () => {
    const { id, plan } = await bed.begin('pause-wave', PAUSE);
    await bed.ended(id);
    open('router', 'Deploy-large');
    const call = plan.calls[0];
    if (!call) throw new Error('no call');
    const { newProgress } = await import('./live-action.ts');
    const action = {
      id: 'crashed-1',
      verb: 'pause-wave' as const,
      target: PAUSE,
      title: plan.title,
      by: bed.caller().person,
      reason: 'crash',
      at: bed.clock.now(),
      state: 'recorded' as const,
      calls: [newProgress(call)],
      impossible: [],
      journaled: false,
      finishedAt: null,
    };
    await bed.app.store.recordIntent({ action, plan, key: 'crash-1', bodyHash: 'h' }, [], ['router']);
    await bed.app.stop();
    await bed.forgetCalls();
    await bed.restart();
    const taken = await bed.ended('crashed-1');
    expect(taken).toMatchObject({ state: 'failed', calls: [{ state: 'skipped', sentAt: null }] });
    expect((await bed.calls('DisableStageTransition')).count).toBe(0);
    expect((await log({ actionId: 'crashed-1' }))[0]).toMatchObject({ kind: 'result', person: null });
  });

  it('what was sent is looked for, and not sent again; the component is free after it', async () => {
    const { id } = await bed.begin('pause-wave', PAUSE);
    const done = await bed.ended(id);
    const stored = await bed.app.store.findAction(id);
    if (!stored) throw new Error('not stored');
    const crashed = {
      ...stored,
      key: 'crash-2',
      action: {
        ...done,
        id: 'crashed-2',
        state: 'acting' as const,
        finishedAt: null,
        calls: done.calls.map((call) => ({ ...call, state: 'sent' as const, requestId: null })),
      },
    };
    await bed.app.store.recordIntent(crashed, [], ['router']);
    await bed.app.stop();
    await bed.forgetCalls();
    await bed.restart();
    expect(await bed.ended('crashed-2')).toMatchObject({ state: 'done', calls: [{ state: 'observed' }] });
    expect((await bed.calls('DisableStageTransition')).count).toBe(0);
    const resumed = await bed.begin('resume-wave', PAUSE);
    expect((await bed.ended(resumed.id)).state).toBe('done');
  });
});

describe('a halt', () => {
  it('keeps from being sent what another action on the component has not sent yet', async () => {
    await bed.openAll('router');
    const bad = await bed.release('router', 'Deploy-small', 'Bake');
    bed.world.pipelines.stop(pipeline('router'), bad, true, 'test');
    bed.advance(1);
    const back = await bed.begin('roll-back', { component: 'router' });
    await bed.until(async () => (await bed.app.actions.find(back.id))?.calls[1]?.state === 'accepted', 'the first rollback');
    const halt = await bed.begin('halt-rollout', { component: 'router' }, { name: 'Hanna Halt' });
    expect((await bed.ended(halt.id)).state).toBe('done');
    const action = await bed.ended(back.id);
    expect(action).toMatchObject({
      state: 'failed',
      calls: [{}, {}, { state: 'skipped', error: { message: expect.stringContaining('Hanna Halt stopped it') } }],
    });
    bed.advance(5);
    await bed.openAll('router');
  });

  it('catches what slipped through while it was closing doors', async () => {
    await bed.openAll('router');
    await bed.release('router', 'Deploy-pre-production', 'Bake');
    const slip = bed.world.pipelines;
    const plan = await bed.plan('halt-rollout', { component: 'router' });
    expect(plan.calls.filter(({ operation }) => operation === 'StopPipelineExecution')).toHaveLength(1);
    // Another release comes to the build while the first is being halted.
    await bed.fault('StopPipelineExecution', 'slow');
    const { id } = await bed.begin('halt-rollout', { component: 'router' });
    const other = slip.start(pipeline('router'), { by: 'somebody' });
    const action = await bed.ended(id);
    expect(action.calls.map(({ key }) => key).filter((key) => key.includes('StopPipelineExecution')).length).toBe(2);
    const status = (await bed.executions('router')).find(({ pipelineExecutionId }) => pipelineExecutionId === other)?.status;
    expect(['Stopping', 'Stopped']).toContain(status);
    expect((await log({ actionId: id })).filter(({ kind }) => kind === 'intent')).toHaveLength(2);
  });
});
