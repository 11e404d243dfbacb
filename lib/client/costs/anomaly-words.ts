import type { CostAnomaly } from '#lib/domain/cost/anomaly.ts';
import { money } from '../format/money.ts';
import { dayWords } from './day-words.ts';

/** "$146.10 a day since Nov 14, usually $12.04": when, how much, and who found it. */
export function anomalyWords(anomaly: CostAnomaly, currency: string): string {
  const { firstDay, lastDay, ongoing, perDay, usualPerDay, foundBy, awsExcess } = anomaly;
  const when = ongoing
    ? `since ${dayWords(firstDay)}`
    : firstDay === lastDay
      ? `on ${dayWords(firstDay)}`
      : `${dayWords(firstDay)} to ${dayWords(lastDay)}`;
  const usual = usualPerDay === null ? '' : `, usually ${money(usualPerDay, currency)}`;
  const much = perDay === null ? when : `${money(perDay, currency)} a day ${when}${usual}`;
  if (foundBy === 'aws') return `${much} · found by AWS's anomaly detection`;
  if (foundBy === 'both') return `${much} · AWS found it too${awsExcess === null ? '' : ` (${money(awsExcess, currency, true)})`}`;
  return much;
}
