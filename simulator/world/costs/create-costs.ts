import type { CellModel } from '../cell-model.ts';
import type { AccountWorld, Clock } from '../types.ts';
import { dateText, estimatedFrom, knownUntil } from './billing-calendar.ts';
import { billDay, type Charge, chargeOfDay, millionsOf } from './charge-of-day.ts';
import { type CostAnomaly, createAnomaly } from './cost-anomaly.ts';
import type { CostsWorld, CostTruth } from './costs-world.ts';
import { createPayers } from './create-payers.ts';
import { ExactSums } from './exact-sums.ts';

const TAG_KEYS = ['Cell', 'component'] as const;

export interface CostsParts {
  models: readonly CellModel[];
  accounts: ReadonlyMap<string, AccountWorld>;
  seed: number;
  clock: Clock;
}

/** What the organization is charged. */
export function createCosts({ models, accounts, seed, clock }: CostsParts): CostsWorld {
  const began = clock.now();
  const { all, cells } = createPayers(models, accounts, seed, began);
  const anomaly = createAnomaly(cells, seed, began);
  const idle = cells.find(({ cell }) => cell.state === 'drained')?.cell;
  const claimed = new Set(cells.map(({ cell }) => cell.accountId));
  return {
    payers: all,
    day: (day, now) => billDay(day, now, knownUntil(now)),
    millions: millionsOf,
    charge: (payer, kind, millions, day, out) => chargeOfDay(payer, kind, millions, day, anomaly, out),
    tag: (key, payer, kind) => (key === 'Cell' ? (kind.tagged ? payer.cell : null) : key === 'component' ? kind.component : null),
    truth: () => ({
      anomaly: anomaly && truthOf(anomaly, cells.find(({ payer }) => payer === anomaly.payer)?.cell.name ?? '', clock.now()),
      idle: idle ? { cell: idle.name, accountId: idle.accountId } : null,
      unclaimedAccountIds: [...accounts.keys()].filter((id) => !claimed.has(id)),
      tagKeys: TAG_KEYS,
      knownUntil: new Date(knownUntil(clock.now())).toISOString(),
      estimatedFrom: dateText(estimatedFrom(clock.now())),
    }),
    explorer: 'enabled',
  };
}

function truthOf(anomaly: CostAnomaly, cell: string, now: number): NonNullable<CostTruth['anomaly']> {
  const { payer, kind } = anomaly;
  const out: Charge = { unblended: 0, amortized: 0, netUnblended: 0, netAmortized: 0, usage: 0, normalized: 0 };
  const total = new ExactSums(1);
  const days = anomaly.days.map((day) => {
    const at = billDay(day, now, knownUntil(now));
    const usual = chargeOfDay(payer, kind, millionsOf(payer, day), at, null, out) ? out.unblended : 0;
    const actual = chargeOfDay(payer, kind, millionsOf(payer, day), at, anomaly, out) ? out.unblended : 0;
    const sums = new ExactSums(2);
    sums.add(0, actual);
    sums.add(0, -usual);
    sums.add(1, usual);
    total.add(0, actual);
    total.add(0, -usual);
    return { date: dateText(day), excessUsd: sums.text(0), usualUsd: sums.text(1) };
  });
  return {
    cell,
    accountId: payer.accountId,
    region: payer.region,
    service: kind.service,
    usageType: kind.usageType,
    days,
    excessUsd: total.text(0),
  };
}
