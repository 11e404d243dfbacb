import type { Refuse } from '#lib/domain/document/fault-list.ts';
import type { Objectives } from './registry.ts';

/** Burn rate at which the error budget rule calls a cell critical. Source: Google SRE Workbook, chapter 5. */
const CRITICAL_BURN_RATE = 14.4;

/** Refuses objectives with which a health rule could never speak, or would always speak. */
export function checkObjectives(path: string, objectives: Partial<Objectives>, told: Refuse): void {
  const refuse = (member: keyof Objectives, message: string) => told(`${path}.${member}`, message);
  const { availability, latencyMs, saturationPercent, noDataAfterMinutes } = objectives;
  if (availability !== undefined) {
    if (availability <= 0 || availability >= 1) {
      refuse('availability', `${availability} is not a ratio above 0 and below 1; for 99.9 % write 0.999`);
    } else if (CRITICAL_BURN_RATE * (1 - availability) >= 1) {
      refuse(
        'availability',
        `${availability} makes the error budget rule unreachable: it calls a cell critical at ${CRITICAL_BURN_RATE} times the budget, which is over 100 % of requests; expected more than 0.9306`,
      );
    }
  }
  if (latencyMs !== undefined && latencyMs <= 0) refuse('latencyMs', `${latencyMs} is not above 0 milliseconds`);
  if (saturationPercent !== undefined && (saturationPercent <= 0 || saturationPercent >= 100)) {
    refuse(
      'saturationPercent',
      `${saturationPercent} makes the saturation rule unreachable: no headroom is left to judge; expected above 0 and below 100`,
    );
  }
  if (noDataAfterMinutes !== undefined && (!Number.isInteger(noDataAfterMinutes) || noDataAfterMinutes < 2 || noDataAfterMinutes > 60)) {
    refuse('noDataAfterMinutes', `${noDataAfterMinutes} is not a whole number of minutes from 2 to 60`);
  }
}
