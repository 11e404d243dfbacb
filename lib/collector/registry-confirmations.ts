import { CONFIRMATION_KEY, decodeConfirmation, isSamePair, type RegistryConfirmation } from '#lib/domain/registry/registry-confirmation.ts';
import type { RegistryLoss } from '#lib/domain/registry/registry-loss.ts';
import type { Store } from '#lib/store/store.ts';
import type { TakeConfirmation } from './registry-keeper.ts';

/** What became of a confirmation: the loss that came into force by it, or null when a document was another by then. */
export interface ConfirmationEnded {
  confirmation: RegistryConfirmation;
  applied: RegistryLoss | null;
}

/**
 * Confirmations that any replica has put into the store, for the one that reads the registry. One is taken from there before it
 * is used, so that it is used once; one for other documents is taken too, and is worth nothing any more.
 */
export function confirmations(store: Pick<Store, 'takeSnapshot'> | null, ended: (ended: ConfirmationEnded) => void): TakeConfirmation {
  return async (held) => {
    const kept = await store?.takeSnapshot(CONFIRMATION_KEY);
    const confirmation = kept ? decodeConfirmation(kept.body) : null;
    if (!confirmation) return false;
    const good = held !== null && isSamePair(confirmation, held.pair);
    ended({ confirmation, applied: good ? held.loss : null });
    return good;
  };
}
