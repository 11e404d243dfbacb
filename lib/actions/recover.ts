import { STOPPING_VERBS } from '#lib/domain/control/action.ts';
import type { StoredAction } from '#lib/store/store.ts';
import { skip } from './act-call.ts';
import { endState, keepNotes } from './carry-out.ts';
import { LiveAction } from './live-action.ts';
import { observe } from './observe.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';

const REGISTRY_EVERY_MS = 1_000;

/**
 * Takes up an action that an earlier run of Cellwatch left unfinished. What was not sent is not sent; what was sent without an
 * answer is unknown, until the pipeline shows what became of it. Nothing is ever sent again.
 */
export async function recover(stored: StoredAction, parts: ActionParts, stopping: AbortSignal): Promise<LiveAction> {
  const live = new LiveAction(stored, parts, null);
  for (const call of live.calls) {
    const { state } = live.progress(call.key);
    if (state === 'recorded') {
      const again = STOPPING_VERBS.has(stored.action.verb) ? ' Do it again: what was done is not done twice.' : '';
      skip(live, call, `Cellwatch ended before.${again}`);
    }
    if (state === 'sent') {
      const fix = 'It was not sent again. What the pipeline shows tells whether it was done.';
      live.update(call, { state: 'unknown', error: { code: 'no-answer', message: 'Cellwatch ended before the answer came.', fix } });
    }
  }
  live.setState(live.action.calls.some(({ state }) => state === 'unknown') ? 'unknown' : 'observing');
  await live.save();
  while (!parts.registry() && !stopping.aborted) await pause(REGISTRY_EVERY_MS, stopping);
  if (stopping.aborted) return live;
  live.hasActed();
  await observe(live, live.calls, parts, stopping);
  if (stopping.aborted) return live;
  await keepNotes(live, parts);
  await live.finish(endState(live.action));
  return live;
}
