import { DisableStageTransitionCommand, EnableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '#lib/domain/access/access.ts';
import { APPROVAL_MS } from '#lib/domain/control/approval.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { StoreError } from '#lib/store/store.ts';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import { type ControlBed, OPERATOR, startControlBed } from './testing/control-bed.ts';

const PAIR: Grant[] = [{ role: 'operator', approvals: 2 }];
const RESUME = { component: 'router', waves: ['small'] };
const DOOR = { pipelineName: 'router', stageName: 'Deploy-small', transitionType: 'Inbound' } as const;

let bed: ControlBed;
let storeDown = false;
beforeAll(async () => {
  bed = await startControlBed({
    store: (store) => ({
      ...store,
      recordApproval: (...given) => {
        if (storeDown) throw new StoreError('unavailable', 'The store is down.');
        return store.recordApproval(...given);
      },
    }),
  });
});
afterAll(() => bed.end());

const olga = () => bed.caller(PAIR, 'Olga Operator');
const piet = (grants: readonly Grant[] = PAIR) => bed.caller(grants, 'Piet Second');
const close = (reason = 'freeze') => bed.admin.send(new DisableStageTransitionCommand({ ...DOOR, reason }));
const isOpen = async () => (await bed.stageOf('router', 'Deploy-small'))?.inboundTransitionState?.enabled;
const desk = () => bed.app.actions.approvals;
const asked = async (by: Caller = olga(), key = `key-${Math.random()}`) => {
  const plan = await bed.app.actions.plan({ verb: 'resume-wave', target: RESUME }, by);
  const body = { verb: 'resume-wave', target: RESUME, fingerprint: plan.fingerprint, reason: 'fixed', typedName: 'router' } as const;
  return { plan, body, key, ...(await bed.app.actions.begin(body, by, key)) };
};
const stateOf = async (id: string) => (await desk().find(id, piet()))?.state;
const story = async (id: string) =>
  (await bed.app.store.searchAudit({ actionId: id }, null, 50))
    .reverse()
    .map(({ kind, person, text }) => `${kind} ${person?.name}: ${text}`);

beforeEach(async () => {
  await close();
  await bed.forgetCalls();
});

describe('what wants a second person', () => {
  it('is begun in the name of whoever asked once another has approved it, and names both', async () => {
    const { id, plan, waits } = await asked();
    expect([plan.secondPerson, waits]).toEqual([true, true]);
    expect(await bed.app.actions.find(id)).toBeNull();
    expect((await bed.calls('EnableStageTransition')).count).toBe(0);
    expect(await desk().find(id, piet())).toMatchObject({
      state: 'waiting',
      by: { name: 'Olga Operator' },
      reason: 'fixed',
      you: { may: 'answer' },
      plan: { fingerprint: plan.fingerprint },
    });
    expect(await desk().approve(id, 'looked at it', piet())).toEqual({ id });
    const action = await bed.ended(id);
    expect(action).toMatchObject({
      id,
      state: 'done',
      by: { name: 'Olga Operator' },
      reason: 'fixed',
      approved: { person: { name: 'Piet Second' }, reason: 'looked at it' },
    });
    expect(await isOpen()).toBe(true);
    expect((await bed.calls('EnableStageTransition')).by).toEqual([
      'arn:aws:sts::100000000003:assumed-role/CellwatchController/olga@orbit.example',
    ]);
    expect(await stateOf(id)).toBe('approved');
    expect(await story(id)).toEqual([
      expect.stringMatching(/^approval Olga Operator: .*: asks for a second person$/),
      expect.stringMatching(/^approval Piet Second: .*: approved$/),
      expect.stringMatching(/^intent Olga Operator: /),
      expect.stringMatching(/^call Olga Operator: .*accepted$/),
      expect.stringMatching(/^call Olga Operator: .*observed$/),
      expect.stringMatching(/^result Olga Operator: .*: done$/),
    ]);
    expect((await verifyAudit(bed.app.store)).ok).toBe(true);
    expect(bed.approvals.slice(-2)).toEqual([
      { id, state: 'waiting' },
      { id, state: 'approved' },
    ]);
  });

  it('is begun at once for whoever has a rule that wants none', async () => {
    const { id, waits } = await asked(bed.caller([...PAIR, ...OPERATOR]));
    expect(waits).toBeUndefined();
    expect((await bed.ended(id)).state).toBe('done');
  });

  it('is not what stops: that is sent at once', async () => {
    await bed.openAll('router');
    const { id } = await bed.begin('pause-wave', RESUME, { grants: PAIR });
    expect((await bed.ended(id)).state).toBe('done');
    expect(await isOpen()).toBe(false);
  });

  it('is one request for one key, before and after it was answered, over a restart too', async () => {
    const first = await asked();
    expect(await bed.app.actions.begin(first.body, olga(), first.key)).toEqual({ id: first.id, waits: true });
    await bed.app.stop();
    await bed.restart();
    expect(await bed.app.actions.begin(first.body, olga(), first.key)).toEqual({ id: first.id, waits: true });
    await expect(bed.app.actions.begin({ ...first.body, reason: 'other' }, olga(), first.key)).rejects.toMatchObject({
      code: 'key-reused',
    });
    await desk().approve(first.id, 'yes', piet());
    await bed.ended(first.id);
    await bed.app.stop();
    await bed.restart();
    expect(await bed.app.actions.begin(first.body, olga(), first.key)).toEqual({ id: first.id });
  });
});

describe('who may answer', () => {
  it.each([
    ['the same session', olga],
    ['the same subject in other letters', () => ({ ...piet(), person: { id: 'OLGA-operator', name: 'O', email: null } })],
    ['another subject with the same address', () => ({ ...piet(), person: { id: 'x', name: 'O', email: 'OLGA@orbit.example' } })],
    ['the same person with more rights', () => ({ ...olga(), grants: OPERATOR })],
  ])('not whoever asked: %s', async (_, me) => {
    const { id } = await asked();
    await expect(desk().approve(id, 'mine', me())).rejects.toMatchObject({ code: 'own-approval' });
    await expect(desk().decline(id, 'mine', me())).rejects.toMatchObject({ code: 'own-approval' });
    expect(await stateOf(id)).toBe('waiting');
    expect((await story(id)).length).toBe(1);
    const [refused] = await bed.app.store.searchAudit({}, null, 1);
    expect(refused).toMatchObject({ kind: 'refusal', text: expect.stringContaining('own-approval') });
  });

  it('not who may do nothing there, or a part alone', async () => {
    const { id } = await asked();
    for (const grants of [[{ role: 'operator', environments: ['pre-production'] }], [{ role: 'viewer' }]] satisfies Grant[][]) {
      expect((await desk().find(id, piet(grants)))?.you.may).toBe('look');
      await expect(desk().approve(id, 'yes', piet(grants))).rejects.toMatchObject({ code: 'not-permitted' });
      await expect(desk().decline(id, 'no', piet(grants))).rejects.toMatchObject({ code: 'not-permitted' });
      await expect(desk().withdraw(id, '', piet(grants))).rejects.toMatchObject({ code: 'not-permitted' });
    }
    expect(await stateOf(id)).toBe('waiting');
    expect((await bed.calls('EnableStageTransition')).count).toBe(0);
  });

  it('nobody any more, once whoever asked may not do it themselves', async () => {
    const { id } = await asked();
    for (const left of [null, [{ role: 'viewer' }] satisfies Grant[]]) {
      bed.setRightsNow(() => left);
      await expect(desk().approve(id, 'yes', piet())).rejects.toMatchObject({ code: 'not-permitted' });
    }
    bed.setRightsNow((grants) => grants);
    expect((await bed.calls('EnableStageTransition')).count).toBe(0);
  });

  it('not with a session that has ended meanwhile', async () => {
    const { id } = await asked();
    await expect(desk().approve(id, 'yes', { ...piet(), expiresAt: bed.clock.now() })).rejects.toMatchObject({ code: 'sign-in-again' });
    expect(await stateOf(id)).toBe('waiting');
  });
});

describe('a request ends', () => {
  it('when it is declined, with the reason', async () => {
    const { id } = await asked();
    expect(await desk().decline(id, 'not on a Friday', piet())).toMatchObject({
      state: 'declined',
      end: { by: { name: 'Piet Second' }, reason: 'not on a Friday' },
    });
    await expect(desk().approve(id, 'yes', piet())).rejects.toMatchObject({ code: 'approval-ended' });
    expect((await story(id)).at(-1)).toMatch(/^approval Piet Second: .*declined$/);
  });

  it('when whoever asked takes it back', async () => {
    const { id } = await asked();
    await expect(desk().withdraw(id, '', piet())).rejects.toMatchObject({ code: 'not-permitted' });
    expect((await desk().withdraw(id, '', olga())).state).toBe('withdrawn');
    await expect(desk().decline(id, 'no', piet())).rejects.toMatchObject({ code: 'approval-ended' });
  });

  it('when its time is over, by itself', async () => {
    const { id } = await asked();
    bed.clock.ahead += APPROVAL_MS;
    expect(await stateOf(id)).toBe('expired');
    await expect(desk().approve(id, 'yes', piet())).rejects.toMatchObject({ code: 'approval-ended' });
    await desk().expire();
    expect((await story(id)).at(-1)).toMatch(/^approval undefined: .*nobody answered in time$/);
    const told = (await story(id)).length;
    await desk().expire();
    expect((await story(id)).length).toBe(told);
    expect(bed.approvals.filter((one) => one.id === id).map(({ state }) => state)).toEqual(['waiting', 'expired']);
  });

  it('when the world had moved, with what changed', async () => {
    const { id } = await asked();
    expect(await desk().changes(id)).toEqual([]);
    await bed.admin.send(new EnableStageTransitionCommand(DOOR));
    await close('by somebody else');
    expect((await desk().changes(id)).join(' ')).toContain('opened and closed');
    expect(await stateOf(id)).toBe('waiting');
    const refused = desk().approve(id, 'yes', piet());
    await expect(refused).rejects.toMatchObject({ code: 'plan-outdated', difference: [expect.stringContaining('opened and closed')] });
    expect(await desk().find(id, olga())).toMatchObject({
      state: 'outdated',
      end: { difference: [expect.stringContaining('opened and closed')] },
    });
    expect((await bed.calls('EnableStageTransition')).by.filter((arn) => arn.includes('CellwatchController'))).toEqual([]);
  });

  it('once, when two approve it at the same moment', async () => {
    const { id } = await asked();
    const outcomes = await Promise.allSettled([
      desk().approve(id, 'yes', piet()),
      desk().approve(id, 'yes', bed.caller(PAIR, 'Tess Third')),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    await bed.ended(id);
    const told = await story(id);
    expect(told.filter((line) => line.endsWith(': approved'))).toHaveLength(1);
    expect(told.filter((line) => line.startsWith('intent'))).toHaveLength(1);
  });
});

describe('a request goes on waiting', () => {
  it('when the pipeline can not be read', async () => {
    const { id } = await asked();
    await bed.fault('GetPipelineState', 'throttle');
    await expect(desk().approve(id, 'yes', piet())).rejects.toMatchObject({ code: 'not-ready' });
    await expect(desk().changes(id)).rejects.toMatchObject({ code: 'not-ready' });
    expect(await stateOf(id)).toBe('waiting');
    await bed.clearFaults();
    await desk().approve(id, 'yes', piet());
    expect((await bed.ended(id)).state).toBe('done');
  });

  it('while another action has the pipeline to itself', async () => {
    const { id } = await asked();
    await bed.admin.send(new DisableStageTransitionCommand({ ...DOOR, stageName: 'Deploy-large', reason: 'freeze' }));
    await bed.fault('EnableStageTransition', 'slow');
    const other = await bed.begin('resume-wave', { component: 'router', waves: ['large'] });
    await expect(desk().approve(id, 'yes', piet())).rejects.toMatchObject({ code: 'action-under-way', actionId: other.id });
    expect(await stateOf(id)).toBe('waiting');
    await bed.clearFaults();
    await bed.ended(other.id);
  });
});

describe('nobody is asked', () => {
  it('while the store is down, and the person is told', async () => {
    storeDown = true;
    await expect(asked()).rejects.toMatchObject({ code: 'not-recorded' });
    expect((await bed.calls('EnableStageTransition')).count).toBe(0);
  });
});
