import type { HeldRegistryView } from '#lib/views/fleet-view.ts';
import type { RegistryKeeper } from './registry-keeper.ts';

/** What pages tell of a registry that waits for an admin; null while none does. */
export function heldRegistryView({ held, keptAt }: Pick<RegistryKeeper, 'held' | 'keptAt'>): HeldRegistryView | null {
  if (!held) return null;
  const { pair, loss, since } = held;
  return { ...pair, ...loss, since: new Date(since).toISOString(), inForceOfEarlierRun: keptAt !== null };
}
