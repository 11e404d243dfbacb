import { MINUTE } from '../series.ts';
import { badness } from './hysteresis.ts';
import type { Evidence, Health, Onset } from './verdict.ts';

/** What began no longer than this apart belongs to one sickness; older evidence is another story. */
const ONE_SICKNESS_MS = 15 * MINUTE;

/**
 * When the present sickness began. A cell that degrades before it turns critical, or on its way back to health, has one
 * sickness; one that turns worse than it ever was, long after, has a new one. What could not be read says nothing of the cell.
 */
export function sicknessOnset(health: Health, evidence: readonly Evidence[], before: Onset | null, now: number): Onset | null {
  if (health === 'healthy') return null;
  const voting = evidence.filter((one) => !one.informs && !one.unread);
  const deciding = voting.filter((one) => one.health === health).map((one) => one.since);
  if (deciding.length === 0) return before;
  const began = Math.min(now, ...deciding);
  const worse = before === null || badness(health) > badness(before.worst);
  const worst = worse ? health : before.worst;
  let at = before === null || (worse && began - before.at > ONE_SICKNESS_MS) ? began : before.at;
  for (const earlier of voting.map((one) => one.since).sort((a, b) => b - a)) {
    if (earlier < at && at - earlier <= ONE_SICKNESS_MS) at = earlier;
  }
  return { at, worst };
}
