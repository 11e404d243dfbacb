import type { CellVerdict } from '../health/verdict.ts';
import { MINUTE } from '../series.ts';

/** Evidence that began no longer than this before what decides belongs to one sickness; older evidence is another story. */
const ONE_SICKNESS_MS = 15 * MINUTE;

/** How a cell is, as far as releases may have to do with it: nothing is known of one that could not be read. */
export type Condition = { state: 'well'; since: number } | { state: 'sick'; since: number } | { state: 'unknown' };

export function conditionOf(verdict: CellVerdict): Condition {
  if (verdict.health === 'healthy') return { state: 'well', since: verdict.since };
  const voting = verdict.evidence.filter((one) => !one.informs);
  const deciding = voting.filter((one) => one.health === verdict.health);
  if (deciding.length > 0 && deciding.every((one) => one.unread)) return { state: 'unknown' };
  const told = deciding.filter((one) => !one.unread).map((one) => one.since);
  let since = Math.min(verdict.since, ...told);
  // A cell degrades before it turns critical.
  for (const earlier of voting.map((one) => one.since).sort((a, b) => b - a)) {
    if (earlier < since && since - earlier <= ONE_SICKNESS_MS) since = earlier;
  }
  return { state: 'sick', since };
}
