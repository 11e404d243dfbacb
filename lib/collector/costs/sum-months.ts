import { dayText, firstDayOf, monthOf, monthText } from '#lib/domain/cost/calendar.ts';
import type { FetchPlan } from '#lib/domain/cost/fetch-plan.ts';
import type { CostLedgerName, CostRecord } from '#lib/store/store.ts';
import { ownTurn } from '#lib/turns.ts';
import { encodeLines } from './cost-body.ts';
import { fillLedger, monthLines } from './fill-ledger.ts';

const PAIRS: readonly (readonly [CostLedgerName, CostLedgerName])[] = [
  ['days', 'months'],
  ['component-days', 'component-months'],
];

/** The months of a fetch that read days alone, summed up from them. */
export async function sumMonths(plan: FetchPlan, records: readonly CostRecord[]): Promise<CostRecord[]> {
  if (plan.months) return [];
  const months: CostRecord[] = [];
  for (const [days, ledger] of PAIRS) {
    const of = records.filter((record) => record.ledger === days);
    if (of.length === 0) continue;
    const { ledger: byDay, estimated } = await fillLedger('day', byPeriod(of));
    for (let month = monthOf(plan.days.first); month <= monthOf(plan.days.last); month++) {
      await ownTurn();
      const open = estimated.some((day) => day >= dayText(firstDayOf(month)) && day < dayText(firstDayOf(month + 1)));
      const lines = monthLines(byDay, month, open);
      if (lines.length > 0) months.push({ ledger, period: monthText(month), part: 0, body: await encodeLines({ estimated: open, lines }) });
    }
  }
  return months;
}

function byPeriod(records: readonly CostRecord[]): CostRecord[][] {
  const periods = Map.groupBy(records, ({ period }) => period);
  return [...periods].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, parts]) => parts);
}
