import type { Store, StoredAction } from '#lib/store/store.ts';
import type { ActionParts } from './ports.ts';

/**
 * Takes over the actions that nobody carries out any more: where others use the store, those of replicas that are gone; else all
 * that an earlier run left. Two that look at the same time never take the same.
 * @param here true of an action that this run carries out
 * @throws StoreError
 */
export async function takeOver(
  store: Pick<Store, 'openActions' | 'takeAction'>,
  { owner: self, others }: Pick<ActionParts, 'owner' | 'others'>,
  here: (id: string) => boolean,
): Promise<StoredAction[]> {
  const taken: StoredAction[] = [];
  for (const stored of await store.openActions()) {
    const { owner = null, action } = stored;
    if (here(action.id) || owner === self) continue;
    // One that names no owner was begun by an older program.
    if (others && !others.isGone(owner ?? '')) continue;
    if (await store.takeAction(action.id, owner, self)) taken.push({ ...stored, owner: self });
  }
  return taken;
}
