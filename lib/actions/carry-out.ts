import type { Action, ActionState } from '#lib/domain/control/action.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import { intentEntry } from './audit-entries.ts';
import type { LiveAction } from './live-action.ts';
import { isHalt, makeCalls } from './make-calls.ts';
import { observe } from './observe.ts';
import { planNow } from './plan-now.ts';
import type { ActionParts } from './ports.ts';

/** How often a halt looks again for what slipped through between its reading and its closing of doors. */
const SECOND_LOOKS = 2;

/**
 * Carries a recorded action out: acts, looks for the effect, and says how it ended. Never throws.
 * @param othersActed ends when calls of other actions on the same pipelines that were under way have been answered
 */
export async function carryOut(
  live: LiveAction,
  caller: Pick<Caller, 'grants' | 'origin'>,
  parts: ActionParts,
  stopping: AbortSignal,
  othersActed: () => Promise<unknown>,
): Promise<void> {
  try {
    live.setState('acting');
    await makeCalls(live, live.calls, parts);
    live.setState('observing');
    live.hasActed();
    await observe(live, live.calls, parts, stopping);
    if (isHalt(live)) {
      await othersActed();
      await lookAgain(live, caller, parts, stopping);
    }
  } catch (error) {
    parts.log.error('an action went wrong in Cellwatch', { id: live.action.id, error });
  }
  live.hasActed();
  await keepNotes(live, parts);
  // What the pipeline has not shown yet, the next start looks for.
  if (stopping.aborted && live.action.calls.some(({ state }) => state === 'accepted' || state === 'unknown')) return live.save();
  await live.finish(endState(live.action));
}

/** What moved on while doors were being closed is halted too. */
async function lookAgain(
  live: LiveAction,
  caller: Pick<Caller, 'grants' | 'origin'>,
  parts: ActionParts,
  stopping: AbortSignal,
): Promise<void> {
  for (let looks = 0; looks < SECOND_LOOKS && !stopping.aborted && !live.cancelled.aborted; looks++) {
    const { verb, target, reason } = live.action;
    const { plan } = await planNow(parts, { verb, target, reason }, caller, true).catch((error) => {
      parts.log.warn('a halt could not look again', { id: live.action.id, error });
      return { plan: null };
    });
    const made = new Set(live.calls.map(({ key }) => key));
    const more = plan?.calls.filter(({ key }) => !made.has(key)) ?? [];
    if (more.length === 0) return;
    await live.grow(more, intentEntry(live.action, live.stored.plan, caller.origin, more));
    live.setState('acting');
    await makeCalls(live, more, parts);
    live.setState('observing');
    await observe(live, more, parts, stopping);
  }
}

/** Who looks after the doors that were closed; nobody after those that are open again. */
export async function keepNotes(live: LiveAction, { ledger, clock }: ActionParts): Promise<void> {
  const { id, verb, target, by, reason } = live.action;
  const done = live.calls.filter(({ key, stage }) => stage !== null && live.progress(key).state === 'observed');
  if (verb === 'pause-wave') {
    const notes = done.map(({ component, stage, cells: _ }) => ({
      component,
      stage: stage ?? '',
      wave: target.waves?.length === 1 ? (target.waves[0] ?? null) : null,
      owner: target.owner ?? null,
      until: target.until ?? null,
      reason,
      by: { id: by.id, name: by.name },
      at: clock.now(),
      actionId: id,
    }));
    await ledger.recordProgress(live.stored, [], false, notes);
  }
  const opened = done.filter(({ operation }) => operation === 'EnableStageTransition');
  if (opened.length > 0) await ledger.dropPauses(opened.map(({ component, stage }) => ({ component, stage: stage ?? '' })));
}

/** Done is only what was seen; what failed counts more than what nobody knows. */
export function endState({ calls }: Pick<Action, 'calls'>): ActionState {
  const states = new Set(calls.map(({ state }) => state));
  if (states.has('failed') || states.has('skipped')) return 'failed';
  return [...states].every((state) => state === 'observed') ? 'done' : 'unknown';
}
