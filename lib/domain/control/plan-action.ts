import type { Grant } from '../access/access.ts';
import { withoutSecondPerson } from '../access/in-force.ts';
import type { MayAct } from '../access/may-act.ts';
import { type Plan, type PlannedCall, STOPPING_VERBS } from './action.ts';
import { assemblePlan } from './assemble-plan.ts';
import { confineDraft } from './confine-draft.ts';
import type { Draft, PlanningFacts } from './draft.ts';
import { planApproval } from './plan-approval.ts';
import { planHalt } from './plan-halt.ts';
import { planPause } from './plan-pause.ts';
import { planResume } from './plan-resume.ts';
import { planRetry } from './plan-retry.ts';
import { planRollBack } from './plan-roll-back.ts';

export type Planned = { allowed: true; plan: Omit<Plan, 'fingerprint'> } | { allowed: false; reason: string };

/** What an action would do for a person with these grants, or why they may not. */
export function planAction(given: PlanningFacts, grants: readonly Grant[]): Planned {
  const { verb, pictures, registry } = given;
  const draft = draftOf(given);
  const within = (rights: readonly Grant[]) => confineDraft(draft, { verb, grants: rights, pictures, registry });
  const confined = within(grants);
  if (!confined.allowed) return confined;
  const { calls } = confined.draft;
  const secondPerson = !STOPPING_VERBS.has(verb) && calls.length > 0 && !coversAll(within(withoutSecondPerson(grants)), calls);
  return { allowed: true, plan: { ...assemblePlan(confined.draft, given), secondPerson } };
}

/** Whether rights reach as far as calls that were planned by others. */
const coversAll = (confined: ReturnType<typeof confineDraft>, calls: readonly PlannedCall[]): boolean =>
  confined.allowed && confined.draft.calls.length === calls.length;

/** Whether somebody may do all of what was planned for another, on the same facts. */
export function mayDoAll(given: PlanningFacts, grants: readonly Grant[], calls: readonly PlannedCall[]): MayAct {
  const { verb, pictures, registry } = given;
  const confined = confineDraft(draftOf(given), { verb, grants, pictures, registry });
  if (!confined.allowed) return confined;
  return coversAll(confined, calls) ? { allowed: true } : { allowed: false, reason: 'your rights cover a part of it alone' };
}

function draftOf(given: PlanningFacts): Draft {
  switch (given.verb) {
    case 'pause-wave':
      return planPause(given);
    case 'resume-wave':
      return planResume(given);
    case 'halt-rollout':
    case 'halt-all':
      return planHalt(given);
    case 'retry-stage':
      return planRetry(given);
    case 'approve':
    case 'reject':
      return planApproval(given);
    case 'roll-back':
      return planRollBack(given);
  }
}
