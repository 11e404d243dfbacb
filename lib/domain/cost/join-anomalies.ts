import type { CostAnomaly } from './anomaly.ts';
import type { Attribution } from './attribution.ts';
import { type Day, dayText, parseDay } from './calendar.ts';
import type { AwsAnomaly } from './cost-facts.ts';
import { centsText, parseMoney, scaleMoney } from './money.ts';
import { daysIn, type Span } from './period.ts';

/** AWS's detection may begin a day or two later than the cost did. */
const SLACK_DAYS = 2;

/** Our anomalies with AWS's: what both found is one, what AWS alone found is told as AWS's. The largest excess first. */
export function joinAnomalies(
  ours: readonly CostAnomaly[],
  theirs: readonly AwsAnomaly[],
  attribution: Attribution,
  complete: Day,
): CostAnomaly[] {
  const joined = [...ours];
  for (const theirOne of theirs) {
    const span = spanOf(theirOne, complete);
    if (!span) continue;
    const owner =
      theirOne.accountId === null
        ? null
        : attribution.ownerOf({ accountId: theirOne.accountId, tag: null, kind: 'usage' }, 'net-amortized');
    const at = joined.findIndex(
      (one) =>
        one.foundBy !== 'aws' &&
        (owner === null || isOf(one, owner)) &&
        (theirOne.service === null || one.service === theirOne.service) &&
        (owner !== null || theirOne.service !== null) &&
        overlap(one, span),
    );
    const awsExcess = centsText(parseMoney(theirOne.impact));
    const same = joined[at];
    if (same) {
      // AWS may tell several of one: their impacts add up.
      const before = same.awsExcess === null ? 0n : parseMoney(same.awsExcess);
      joined[at] = { ...same, foundBy: 'both', awsExcess: centsText(before + parseMoney(theirOne.impact)) };
      continue;
    }
    const expected = theirOne.expected === null ? null : parseMoney(theirOne.expected);
    joined.push({
      foundBy: 'aws',
      owner: owner?.name ?? 'an account that AWS does not name',
      ownerKind: owner?.kind === 'cell' ? 'cell' : 'account',
      service: theirOne.service,
      firstDay: theirOne.firstDay,
      lastDay: dayText(span.last),
      ongoing: span.last >= complete,
      excess: awsExcess,
      perDay: expected === null ? null : centsText(scaleMoney(expected + parseMoney(theirOne.impact), 1, daysIn(span))),
      usualPerDay: expected === null ? null : centsText(scaleMoney(expected, 1, daysIn(span))),
      awsExcess,
    });
  }
  return joined.sort((a, b) => Number(b.excess) - Number(a.excess));
}

/** Several cells may share the account that AWS names. */
function isOf(one: CostAnomaly, owner: ReturnType<Attribution['ownerOf']>): boolean {
  return one.owner === owner.name || (owner.kind === 'untagged' && owner.cells.some(({ name }) => name === one.owner));
}

function spanOf({ firstDay, lastDay }: AwsAnomaly, complete: Day): Span | null {
  const first = parseDay(firstDay);
  const last = lastDay === null ? complete : parseDay(lastDay);
  return first === null || last === null ? null : { first, last: Math.max(first, last) };
}

function overlap(one: CostAnomaly, { first, last }: Span): boolean {
  const from = parseDay(one.firstDay) ?? 0;
  const to = parseDay(one.lastDay) ?? 0;
  return first <= to + SLACK_DAYS && last >= from - SLACK_DAYS;
}
