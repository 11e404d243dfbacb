import { firstDayOf, lastDayOf, type Month, monthText, parseDay, parseMonth } from '#lib/domain/cost/calendar.ts';
import { CostLedger } from '#lib/domain/cost/cost-ledger.ts';
import type { CostLine, CostMetric } from '#lib/domain/cost/cost-line.ts';
import { moneyText } from '#lib/domain/cost/money.ts';
import type { CostLedgerName, CostRecord, CostStore } from '#lib/store/store.ts';
import { ownTurn } from '#lib/turns.ts';
import { decodeLines } from './cost-body.ts';

/** A ledger with the periods of which AWS says that they are estimates. */
export interface FilledLedger {
  ledger: CostLedger;
  estimated: string[];
  /** The last period; null when nothing is kept. */
  through: string | null;
}

/** What the store keeps of a ledger, a period a turn of the event loop. @throws StoreError */
export async function* keptPeriods(store: CostStore, ledger: CostLedgerName): AsyncGenerator<CostRecord[]> {
  for (const period of await store.costPeriods(ledger)) {
    await ownTurn();
    yield await store.costRecords(ledger, period);
  }
}

/** Puts records into a new ledger, in turns of the event loop. @param periods the parts of each, in the order of time */
export async function fillLedger(
  step: 'day' | 'month',
  periods: AsyncIterable<readonly CostRecord[]> | Iterable<readonly CostRecord[]>,
): Promise<FilledLedger> {
  const filled: FilledLedger = { ledger: new CostLedger(step), estimated: [], through: null };
  for await (const parts of periods) {
    const period = parts[0]?.period ?? '';
    const index = step === 'day' ? parseDay(period) : parseMonth(period);
    if (index === null) continue;
    const lines: CostLine[] = [];
    let estimated = false;
    for (const { body } of parts) {
      await ownTurn();
      const decoded = await decodeLines(period, body);
      for (const line of decoded.lines) lines.push(line);
      estimated ||= decoded.estimated;
    }
    await ownTurn();
    filled.ledger.replace(index, index, lines);
    if (estimated) filled.estimated.push(period);
    filled.through = period;
  }
  return filled;
}

const METRICS: readonly CostMetric[] = ['unblended', 'amortized', 'net-amortized'];

/** A month's lines, summed up from its days: nothing that was paid for is asked for a second time. */
export function monthLines(days: CostLedger, month: Month, estimated: boolean): CostLine[] {
  const period = monthText(month);
  const lines: CostLine[] = [];
  for (const series of days.series) {
    const [unblended, amortized, netAmortized] = METRICS.map((metric) => series.sum(metric, firstDayOf(month), lastDayOf(month)));
    if (!unblended && !amortized && !netAmortized) continue;
    lines.push({
      period,
      accountId: series.accountId,
      tag: series.tag,
      service: series.service,
      kind: series.kind,
      unblended: moneyText(unblended ?? 0n),
      amortized: moneyText(amortized ?? 0n),
      netAmortized: moneyText(netAmortized ?? 0n),
      estimated,
    });
  }
  return lines;
}
