import { mayAct, type TouchedCell } from '#lib/domain/access/may-act.ts';
import { type PlannedCall, STOPPING_VERBS, type Verb } from '#lib/domain/control/action.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { ActionParts } from './ports.ts';

/** What tells whether somebody may go on with what they began. */
export type RightsNow = Pick<ActionParts, 'sessions' | 'registry' | 'rightsNow'>;

/**
 * Why a call of somebody's action is not to be sent any more, in words; null while it may be. What stops goes on whoever began
 * it. Signing out, or a session that ends by itself, takes nothing back.
 */
export async function whyWithdrawn(
  { sessions, registry, rightsNow }: RightsNow,
  caller: Caller,
  verb: Verb,
  call: PlannedCall,
): Promise<string | null> {
  if (STOPPING_VERBS.has(verb)) return null;
  const { person, sessionId, grants } = caller;
  if (sessions.isWithdrawn(sessionId)) return `the session in which ${person.name} confirmed it was ended.`;
  const now = (await rightsNow(caller)) ?? [];
  if (JSON.stringify(now) === JSON.stringify(grants)) return null;
  const cells = (registry()?.cells ?? []).filter(({ name }) => call.cells.includes(name)).map(touched);
  const judged = mayAct(now, verb, { component: call.component, stages: [{ stage: call.stage ?? call.component, cells, mapped: true }] });
  return judged.allowed ? null : `the rights of ${person.name} have changed: ${judged.reason}.`;
}

const touched = ({ name, environment, wave }: TouchedCell): TouchedCell => ({ name, environment, wave });
