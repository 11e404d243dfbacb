import type { Cell } from '../registry/registry.ts';
import { type Day, dayText } from './calendar.ts';
import { centsText, type Money } from './money.ts';
import { daysIn, type Span } from './period.ts';
import { median } from './statistics.ts';
import type { TrafficDays } from './traffic-days.ts';

/** A cell that is paid for and hardly used. */
export interface IdleCell {
  cell: string;
  state: Cell['state'];
  /** Complete days that were looked at. */
  days: number;
  /** What it cost on those days, decimal text to the cent. */
  cost: string;
  requests: number;
  /** First day of the idleness, `YYYY-MM-DD`; null when it began before what is known. */
  since: string | null;
}

/** Nearly no traffic: fewer requests a day than this, or than a hundredth of its wave's median. */
const FEW_A_DAY = 1_000;
const FEW_OF_PEERS = 0.01;
const LEAST_DAYS = 3;
/** Less than one unit of the currency a day is nothing to act on. */
const LEAST_COST_A_DAY: Money = 10_000_000_000n;

/** Cells with nearly no traffic and a cost, over complete days; the dearest first. Cells that are being built are meant to be idle. */
export function findIdleCells(costs: readonly { cell: Cell; cost: Money }[], traffic: TrafficDays, span: Span): IdleCell[] {
  const length = daysIn(span);
  if (length < LEAST_DAYS) return [];
  const served = costs.map(({ cell, cost }) => ({ cell, cost, requests: traffic.enough(cell.name, span) }));
  const usual = new Map<string, number | null>();
  for (const { cell } of served) {
    if (cell.wave === null || usual.has(cell.wave)) continue;
    usual.set(cell.wave, median(served.filter((one) => one.cell.wave === cell.wave).flatMap(({ requests }) => requests ?? [])));
  }
  return served
    .flatMap(({ cell, cost, requests }) => {
      const few = Math.max(FEW_A_DAY, ((usual.get(cell.wave ?? '') ?? 0) / length) * FEW_OF_PEERS);
      if (cell.state === 'building' || requests === null || requests / length > few || cost < LEAST_COST_A_DAY * BigInt(length)) return [];
      return [{ cell, cost, requests, since: idleSince(cell.name, traffic, span.last, few) }];
    })
    .sort((a, b) => (a.cost > b.cost ? -1 : 1))
    .map(({ cell, cost, requests, since }) => ({
      cell: cell.name,
      state: cell.state,
      days: length,
      cost: centsText(cost),
      requests,
      since: since === null ? null : dayText(since),
    }));
}

/** First of the days up to `last` on which it had hardly any traffic. */
function idleSince(cell: string, traffic: TrafficDays, last: Day, few: number): Day | null {
  for (let day = last; ; day--) {
    const requests = traffic.requests(cell, day);
    if (requests === null) return null;
    if (requests > few) return day + 1;
  }
}
