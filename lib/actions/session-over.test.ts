import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SessionOver } from '#lib/domain/access/session-record.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { type ControlBed, startControlBed } from './testing/control-bed.ts';

const FRESH_MS = 15 * 60_000;
const PRODUCTION = { component: 'topics', waves: ['large'] };
const PREPROD = { component: 'topics', waves: ['pre-production'] };

let bed: ControlBed;
let withdrawn: boolean;
let over: SessionOver | null;
let storeDown: boolean;

beforeAll(async () => {
  const sessions = {
    isWithdrawn: () => withdrawn,
    async confirm() {
      if (storeDown) throw new Error('no answer');
      return over;
    },
  };
  bed = await startControlBed({ sessions, freshSignInMs: FRESH_MS });
});
beforeEach(async () => {
  withdrawn = false;
  over = null;
  storeDown = false;
  bed.setRightsNow((grants) => grants);
  await bed.openAll('topics');
  await bed.forgetCalls();
});
afterAll(() => bed.end());

async function shut(target = PRODUCTION): Promise<void> {
  await bed.ended((await bed.begin('pause-wave', target)).id);
}

/** Confirms the resuming of what was paused, as somebody. */
async function resume(target: typeof PRODUCTION, change: Partial<Caller> = {}) {
  const plan = await bed.plan('resume-wave', target);
  const who = { ...bed.caller(), ...change };
  const request = {
    verb: 'resume-wave' as const,
    target,
    fingerprint: plan.fingerprint,
    reason: 'r',
    typedName: plan.typedName ?? undefined,
  };
  return bed.app.actions.begin(request, who, `key-${Math.random()}`);
}
const sent = async () => (await bed.calls('EnableStageTransition')).count;

describe('what starts something', () => {
  it.each(['revoked', 'signed-out', 'ended-elsewhere', 'idle'] as const)('is not begun by a session that is over: %s', async (why) => {
    await shut();
    over = why;
    await expect(resume(PRODUCTION)).rejects.toMatchObject({ code: 'sign-in-again' });
    expect(await sent()).toBe(0);
  });

  it('is not begun while the store does not tell whether the session holds', async () => {
    await shut();
    storeDown = true;
    await expect(resume(PRODUCTION)).rejects.toMatchObject({ code: 'not-recorded' });
    expect(await sent()).toBe(0);
  });

  it('is not sent any more once its person was signed out, and says why', async () => {
    await shut();
    withdrawn = true;
    const action = await bed.ended((await resume(PRODUCTION)).id);
    expect(action).toMatchObject({
      state: 'failed',
      calls: [{ state: 'skipped', error: { message: expect.stringContaining('was ended') } }],
    });
    expect(await sent()).toBe(0);
  });

  it('is not sent any more once its person holds no right to it', async () => {
    await shut();
    bed.setRightsNow(() => null);
    const none = await bed.ended((await resume(PRODUCTION)).id);
    expect(none.calls[0]?.error?.message).toContain('the rights of Olga Operator have changed: none of your roles');
    bed.setRightsNow(() => [{ role: 'operator', environments: ['pre-production'] }]);
    const less = await bed.ended((await resume(PRODUCTION)).id);
    expect(less.calls[0]).toMatchObject({ state: 'skipped' });
    expect(await sent()).toBe(0);
  });

  it('goes on where the rights have changed and still suffice', async () => {
    await shut();
    bed.setRightsNow(() => [{ role: 'operator', waves: ['large'] }, { role: 'viewer' }]);
    expect((await bed.ended((await resume(PRODUCTION)).id)).state).toBe('done');
  });

  it('in production wants a sign-in of late, and a provider that says when it was', async () => {
    await shut();
    const now = bed.clock.now();
    await expect(resume(PRODUCTION, { authenticatedAt: now - FRESH_MS - 1_000 })).rejects.toMatchObject({ code: 'sign-in-again' });
    await expect(resume(PRODUCTION, { authenticatedAt: null })).rejects.toMatchObject({ code: 'sign-in-again' });
    expect(await sent()).toBe(0);
    expect((await bed.ended((await resume(PRODUCTION, { authenticatedAt: now - FRESH_MS + 60_000 })).id)).state).toBe('done');
  });

  it('outside of production wants no fresh sign-in', async () => {
    await shut(PREPROD);
    expect((await bed.ended((await resume(PREPROD, { authenticatedAt: null })).id)).state).toBe('done');
  });
});

describe('what stops something', () => {
  it('asks neither for a fresh sign-in, nor whether the session or the rights still hold', async () => {
    withdrawn = true;
    over = 'revoked';
    storeDown = true;
    bed.setRightsNow(() => null);
    const who = { ...bed.caller(), authenticatedAt: null };
    const request = { verb: 'pause-wave' as const, target: PRODUCTION, fingerprint: '', reason: '' };
    const { id } = await bed.app.actions.begin(request, who, 'pause-whatever');
    expect((await bed.ended(id)).state).toBe('done');
  });
});
