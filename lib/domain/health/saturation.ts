import { type Reading, runStart } from './reading.ts';
import type { Evidence } from './verdict.ts';
import { figure } from './wording.ts';

/** Saturation over the objective in 3 of the last 5 minutes; critical past two thirds of the headroom in all 5. */
export function judgeSaturation(reading: Reading, minute = reading.minute): Evidence | null {
  const { saturation } = reading;
  if (!saturation || minute < 0) return null;
  const objective = reading.subject.objectives.saturationPercent;
  const limit = objective + ((100 - objective) * 2) / 3;
  const values = saturation.slice(minute - 4, minute).filter((value) => value > objective);
  if (values.length < 3) return null;
  const critical = values.length === 5 && values.every((value) => value > limit);
  const typical = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  return {
    kind: 'saturation',
    health: critical ? 'critical' : 'degraded',
    text: `saturation ${figure(typical)} %, objective ${figure(objective)}`,
    detail: `Saturation was over the objective of ${figure(objective)} % in ${values.length} of the last 5 minutes, around ${figure(typical)} %. Give this cell room: add capacity, or move customers to another cell.`,
    signal: 'saturation',
    since: runStart(minute, (i) => saturation.at(i) > objective),
    informs: false,
  };
}
