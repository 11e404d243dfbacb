import type { CellModel } from '../cell-model.ts';
import { MANAGEMENT, ROUTING } from '../create-organization.ts';
import { hash, hashText, uniform } from '../noise.ts';
import type { AccountWorld, CellWorld } from '../types.ts';
import { type BillPayer, regionFactor, usualDailyUsd } from './bill-payer.ts';
import { DAY_MS, firstOfMonth } from './billing-calendar.ts';
import { CELL_CHARGES, COVERED, CREDIT, REFUND, TAX } from './cell-charges.ts';
import type { ChargeKind } from './charge-kind.ts';
import { ROUTING_SHARE_CHARGES, SAVINGS_PLAN_FEE, SHARED_CHARGES, SUPPORT } from './shared-charges.ts';

const SIZES: Readonly<Record<string, number>> = { 'pre-production': 1, small: 4, medium: 10, large: 18 };
const HOME_REGION = 'us-east-1';
/** The retired account costs nothing from the first of the month that lies so many months back. */
const RETIRED_MONTHS_AGO = 4;

export interface Payers {
  all: readonly BillPayer[];
  /** The accounts of cells. */
  cells: readonly { cell: CellWorld; payer: BillPayer }[];
}

function sizeOf(cell: CellWorld): number {
  const full = SIZES[cell.wave ?? ''] ?? 0.3;
  return cell.state === 'building' ? full * 0.15 : full;
}

/** All who are charged: an account for each cell, the organization's own, and each cell's tagged part of the routing layer. */
export function createPayers(
  models: readonly CellModel[],
  accounts: ReadonlyMap<string, AccountWorld>,
  seed: number,
  began: number,
): Payers {
  const served = models.filter(({ cell }) => cell.cloud === 'aws');
  const refunded = hash(seed, 815) % Math.max(1, served.length);
  const cells = served.map((model, i) => {
    const kinds: ChargeKind[] = [...CELL_CHARGES, TAX];
    if (uniform(model.seed, 21) < 0.15) kinds.push(CREDIT);
    if (i === refunded) kinds.push(REFUND);
    const { name, accountId, region } = model.cell;
    return {
      cell: model.cell,
      payer: payer({ seed: model.seed, accountId, region, cell: name, size: sizeOf(model.cell), model, kinds, until: null }),
    };
  });
  const shares = served.map((model) =>
    payer({
      seed: model.seed + 1,
      accountId: ROUTING,
      region: HOME_REGION,
      cell: model.cell.name,
      size: 0,
      model,
      kinds: ROUTING_SHARE_CHARGES,
      until: null,
    }),
  );
  const own = [...accounts.values()].flatMap(({ id, name, state }) => {
    const kinds = SHARED_CHARGES[name.replace(/ layer$/, '') as keyof typeof SHARED_CHARGES];
    if (!kinds) return [];
    const until = state === 'ACTIVE' ? null : firstOfMonth(Math.floor(began / DAY_MS), -RETIRED_MONTHS_AGO);
    const withTax = { seed: hashText(id), accountId: id, region: HOME_REGION, cell: null, size: served.length, model: null, until };
    return [payer({ ...withTax, kinds: [...kinds, TAX] })];
  });
  const most = [...cells.map((entry) => entry.payer), ...shares, ...own];
  const covered = cells.reduce(
    (usd, entry) => usd + COVERED.perSize * entry.payer.size * COVERED.price * regionFactor(entry.payer.region),
    0,
  );
  const management = { seed: 0, accountId: MANAGEMENT, region: HOME_REGION, cell: null, model: null, until: null };
  const fee: BillPayer = { ...management, size: covered, kinds: [SAVINGS_PLAN_FEE], dailyUsd: 0 };
  const support: BillPayer = { ...management, size: 0, kinds: [SUPPORT], dailyUsd: most.reduce((usd, entry) => usd + entry.dailyUsd, 0) };
  return { all: [...most, fee, support], cells };
}

function payer(parts: Omit<BillPayer, 'dailyUsd'>): BillPayer {
  return { ...parts, dailyUsd: usualDailyUsd(parts) };
}
