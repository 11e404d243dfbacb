import type { ReadState } from '#lib/domain/facts.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';
import { readsSource } from '../source-views.ts';
import type { EventCounts } from './event-counts.ts';
import { PROOF_MS, type Proofs } from './proofs.ts';
import type { QueueTrust } from './queue-trust.ts';

/** The queue of events as an entry of the freshness bar; coverage counts accounts (one a Region) whose events come through. */
export function eventsSource(
  known: {
    trust: QueueTrust;
    proofs: Proofs;
    counts: EventCounts;
    /** Accounts and Regions that are read; some may be told twice. */
    places: readonly { accountId: string | null; region: string }[];
    startedAt: number;
  },
  now: number,
): SourceView {
  const { trust, proofs, counts, startedAt } = known;
  const places = new Map(known.places.map((place) => [`${place.accountId} ${place.region}`, place]));
  const ok = [...places.values()].filter((place) => proofs.proven(place, now)).length;
  // Until every account has had time for a sign of life, those that are missing tell nothing.
  const early = now - startedAt < PROOF_MS;
  const view = readsSource('events', [trust.read satisfies ReadState], now);
  const notes = [
    ...(early && ok < places.size ? [`from ${ok} of ${places.size} accounts so far`] : []),
    ...(trust.lateMs > 0 ? [`${Math.round(trust.lateMs / 60_000)} min behind`] : []),
    `${counts.applied} applied`,
    ...(counts.refused > 0 ? [`${counts.refused} not understood`] : []),
  ];
  const state = view.state === 'ok' && trust.lateMs > 0 ? 'stale' : view.state;
  return { ...view, state, coverage: early ? { ok, of: ok } : { ok, of: places.size }, note: notes.join(', ') };
}
