import type { CellWorld } from '../cell-world.ts';
import { hash } from '../noise.ts';
import type { BillPayer } from './bill-payer.ts';
import { DAY_MS } from './billing-calendar.ts';
import { LOGS } from './cell-charges.ts';
import type { ChargeKind } from './charge-kind.ts';

/** By how many usual days' usage each of its days is beyond itself. */
const EXCESS = [10, 18, 16, 12];

/** Some days on which one service of one cell costs a multiple. */
export interface CostAnomaly {
  payer: BillPayer;
  kind: ChargeKind;
  /** Epoch days. */
  days: readonly number[];
  /** Units of usage beyond the usual. */
  extraUsage(day: number): number;
}

/**
 * The one anomaly of a world: a cell's logs, from the Tuesday to the Friday of the week before the world began. Worlds of
 * the same seed that begin in the same week agree on it. Null without a cell that serves.
 * @param began epoch ms
 */
export function createAnomaly(
  candidates: readonly { cell: CellWorld; payer: BillPayer }[],
  seed: number,
  began: number,
): CostAnomaly | null {
  const serving = candidates.filter(({ cell }) => cell.state === 'in-service');
  const production = serving.filter(({ cell }) => cell.environment === 'production');
  const among = production.length > 0 ? production : serving;
  const payer = among[hash(seed, 4711) % Math.max(1, among.length)]?.payer;
  if (!payer?.model) return null;
  const usual = (LOGS.perMillion * payer.model.base * 86_400 * 0.74) / 1e6;
  const today = Math.floor(began / DAY_MS);
  const monday = today - ((today + 3) % 7);
  const first = monday - 6;
  return {
    payer,
    kind: LOGS,
    days: EXCESS.map((_, i) => first + i),
    extraUsage: (day) => usual * (EXCESS[day - first] ?? 0),
  };
}
