import { describe, expect, it } from 'vitest';
import type { Grant } from '../access/access.ts';
import { mayDoAll, planAction } from './plan-action.ts';
import { picture, planningFacts } from './testing/fixture.ts';

const PAIR: Grant = { role: 'operator', approvals: 2 };
const ALONE: Grant = { role: 'operator' };
const SMALL: Grant = { role: 'operator', waves: ['small'] };
const SMALL_PAIR: Grant = { ...SMALL, approvals: 2 };

const closed = { transition: { enabled: false, reason: 'freeze', changedBy: 'x', changedAt: 1 } };
const router = picture({ stages: { small: closed, large: closed } });
const resume = (waves: string[]) => planningFacts('resume-wave', { component: 'router', waves }, [router]);
const wants = (grants: Grant[], given = resume(['small', 'large'])) => {
  const planned = planAction(given, grants);
  if (!planned.allowed) throw new Error(planned.reason);
  return planned.plan.secondPerson;
};

describe('a second person is wanted', () => {
  it('of whoever may start it only by a rule that says so', () => {
    expect(wants([PAIR])).toBe(true);
    expect(wants([PAIR, { role: 'viewer' }])).toBe(true);
  });

  it('not of whoever has another rule that covers all of it', () => {
    expect(wants([ALONE])).toBe(false);
    expect(wants([PAIR, ALONE])).toBe(false);
    expect(wants([PAIR, SMALL], resume(['small']))).toBe(false);
    expect(wants([{ ...ALONE, approvals: 1 }])).toBe(false);
  });

  it('where the other rule covers a part', () => {
    expect(wants([PAIR, SMALL])).toBe(true);
    expect(wants([{ role: 'operator', waves: ['large'] }, SMALL_PAIR])).toBe(true);
  });

  it('never for what stops', () => {
    for (const given of [
      planningFacts('pause-wave', { component: 'router', waves: ['small'] }, [picture()]),
      planningFacts('halt-rollout', { component: 'router' }, [picture()]),
    ]) {
      expect(wants([PAIR], given)).toBe(false);
    }
  });

  it('nor where there is nothing to do', () => {
    expect(wants([PAIR], planningFacts('resume-wave', { component: 'router', waves: ['small'] }, [picture()]))).toBe(false);
  });
});

describe('a second person may answer', () => {
  const given = resume(['small', 'large']);
  const planned = planAction(given, [PAIR]);
  const calls = planned.allowed ? planned.plan.calls : [];

  it('who may do all of it, alone or not', () => {
    expect(calls).toHaveLength(2);
    expect(mayDoAll(given, [PAIR], calls)).toEqual({ allowed: true });
    expect(mayDoAll(given, [ALONE], calls)).toEqual({ allowed: true });
  });

  it('not who may do a part, nor who may do nothing', () => {
    expect(mayDoAll(given, [SMALL], calls).allowed).toBe(false);
    expect(mayDoAll(given, [{ role: 'viewer' }], calls).allowed).toBe(false);
    expect(mayDoAll(given, [{ role: 'admin', breakGlass: true }], calls).allowed).toBe(false);
  });
});
