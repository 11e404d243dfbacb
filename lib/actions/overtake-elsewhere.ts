import type { Caller } from '#lib/domain/control/request.ts';
import type { Store } from '#lib/store/store.ts';
import { LiveAction } from './live-action.ts';
import { overtakes } from './overtakes.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';

const LOOK_AGAIN_MS = 250;

/**
 * Keeps actions that other replicas carry out from sending the rest of their calls, where this one overtakes them. Ends when
 * what they had sent is answered, as the store tells. What the store or the way to the others can't tell is left to the second
 * look of a halt.
 * @param here true of an action that this run carries out
 */
export async function overtakeElsewhere(
  live: LiveAction,
  caller: Pick<Caller, 'grants'>,
  parts: ActionParts,
  store: Pick<Store, 'openActions' | 'findAction'>,
  here: (id: string) => boolean,
  ended: AbortSignal,
): Promise<void> {
  const { others } = parts;
  if (!others) return;
  const open = await store.openActions();
  const overtaken = open.filter(({ action }) => !here(action.id)).map((stored) => new LiveAction(stored, parts, null));
  const ids = overtaken.filter((other) => overtakes(live, other, caller.grants, parts.registry())).map(({ action }) => action.id);
  for (const id of ids) others.cancel(id, `${live.action.by.name} stopped it: ${live.action.title}.`);
  for (const id of ids) {
    while (!ended.aborted) {
      const state = (await store.findAction(id))?.action.state;
      if (state !== 'recorded' && state !== 'acting') break;
      await pause(LOOK_AGAIN_MS, ended);
    }
  }
}
