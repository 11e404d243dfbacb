import type { Grant } from '../access/access.ts';
import type { Plan } from './action.ts';
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
  const confined = confineDraft(draftOf(given), { verb, grants, pictures, registry });
  return confined.allowed ? { allowed: true, plan: assemblePlan(confined.draft, given) } : confined;
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
