import type { CellVerdict, Evidence, Health, SeenBefore } from './verdict.ts';

/**
 * Where the hysteresis goes on from; null where nothing is remembered. A cell that could not be read was not unwell for that: it goes on
 * from how it stood before, and the minutes that were read afterwards count.
 */
export function standingOf(previous: CellVerdict | null): SeenBefore | null {
  if (!previous) return null;
  const { health, evidence, memory } = previous;
  // One that could never be read was never unwell either: what is read first counts at once.
  if (health === 'no-data' && memory.lastMinute === -1) return null;
  if (memory.seen !== undefined) return memory.seen;
  return { health, evidence, goodMinutes: memory.goodMinutes, lastMinute: memory.lastMinute };
}

/** What is to be remembered of how a cell stood, while nothing but our own reads makes it "no data". */
export function seenBefore(standing: SeenBefore | null, health: Health, evidence: readonly Evidence[]): { seen?: SeenBefore | null } {
  if (health !== 'no-data') return {};
  const blind = evidence.filter((one) => one.health === 'no-data' && !one.informs).every((one) => one.unread === true);
  return blind ? { seen: standing } : {};
}
