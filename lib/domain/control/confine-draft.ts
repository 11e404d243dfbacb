import type { Grant } from '../access/access.ts';
import { mayAct, mayActSomewhere } from '../access/may-act.ts';
import type { Registry } from '../registry/registry.ts';
import { type Impossible, type PlannedCall, STOPPING_VERBS, type Verb } from './action.ts';
import type { Draft } from './draft.ts';
import { type PipelinePicture, touchedStage } from './pipeline-picture.ts';

interface Confining {
  verb: Verb;
  grants: readonly Grant[];
  pictures: readonly PipelinePicture[];
  registry: Registry;
}

/**
 * Judges a draft by the person's scope, call by call. Of what stops, the part within the scope is done, and the rest told as
 * impossible; so is the closing of a door that goes with a starting verb. Anything else outside refuses the whole.
 */
export function confineDraft(draft: Draft, given: Confining): { allowed: true; draft: Draft } | { allowed: false; reason: string } {
  const { verb, grants, pictures } = given;
  if (draft.calls.length === 0) {
    // Nothing is touched: enough that the verb is given for one of the components at all.
    const components =
      pictures.length > 0 ? pictures.map(({ component }) => component) : draft.impossible.map(({ component }) => component);
    const judged = components.map((component) => mayActSomewhere(grants, verb, component));
    const [first = mayActSomewhere(grants, verb, '')] = judged;
    return judged.some(({ allowed }) => allowed) || first.allowed ? { allowed: true, draft } : { allowed: false, reason: first.reason };
  }
  const kept: PlannedCall[] = [];
  const outside: Impossible[] = [];
  for (const call of draft.calls) {
    const judged = mayCall(call, given);
    if (judged.allowed) {
      kept.push(call);
      continue;
    }
    const { component, stage, text } = call;
    if (!STOPPING_VERBS.has(verb) && call.operation !== 'DisableStageTransition') return { allowed: false, reason: judged.reason };
    outside.push({ component, stage, reason: `Not within your rights: ${text}; ${judged.reason}.` });
  }
  const [first] = outside;
  if (kept.length === 0 && first) return { allowed: false, reason: first.reason };
  return { allowed: true, draft: { ...draft, calls: kept, impossible: [...draft.impossible, ...outside] } };
}

function mayCall(call: PlannedCall, { verb, grants, pictures, registry }: Confining) {
  const picture = pictures.find(({ component }) => component === call.component);
  const stage = picture?.stages.find(({ name }) => name === call.stage);
  return mayAct(grants, verb, { component: call.component, stages: stage ? [touchedStage(stage, registry)] : [] });
}
