import { sicknessOnset } from '../health/sickness-onset.ts';
import type { CellVerdict } from '../health/verdict.ts';

/** How a cell is, as far as releases may have to do with it: nothing is known of one that could not be read. */
export type Condition = { state: 'well'; since: number } | { state: 'sick'; since: number } | { state: 'unknown' };

export function conditionOf({ health, since, evidence, memory }: CellVerdict): Condition {
  if (health === 'healthy') return { state: 'well', since };
  const deciding = evidence.filter((one) => !one.informs && one.health === health);
  if (deciding.length > 0 && deciding.every((one) => one.unread)) return { state: 'unknown' };
  const onset = memory.onset ?? sicknessOnset(health, evidence, null, since);
  return { state: 'sick', since: onset?.at ?? since };
}
