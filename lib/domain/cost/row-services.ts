import { roundTogether } from './apportion.ts';
import { askedSheet } from './asked-sheet.ts';
import type { Owner } from './attribution.ts';
import type { CostAsk } from './cost-ask.ts';
import { sumSlots } from './cost-sheet.ts';
import type { KnownCosts } from './known-costs.ts';
import { centsText, type Money } from './money.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { rowIdOf } from './service-changes.ts';
import type { Columns, Timeline } from './timeline.ts';

/** One service behind a row. Amounts are decimal text to the cent. */
export interface RowService {
  /** Cell or account; null where the row has one alone. */
  owner: string | null;
  service: string;
  cost: string;
  /** In the previous period; null where that is not known. */
  previous: string | null;
}

interface Behind {
  owner: Owner | null;
  service: string;
  amount: Money;
}

/**
 * The services behind one row, the dearest first; with what came of shared costs they add up to the row. Refused where there is no
 * such row, or its services are not known.
 */
export function rowServices(known: KnownCosts, ask: CostAsk, rowId: string): Parsed<RowService[]> {
  if (ask.group === 'component') return refuse('Figures by component tell no services.');
  const asked = askedSheet(known, ask);
  if (!asked.ok) return asked;
  const { frame, sheet } = asked.value;
  const row = sheet.find(({ id }) => id === rowId);
  if (!row) return refuse(`No row "${rowId.slice(0, 80)}" has costs in this period.`);
  const behind = (columns: Columns) => withShared(servicesOf(known, ask, frame.timeline, columns, rowId), sumSlots(row.slots, columns));
  const now = behind(frame.period.columns);
  const before = frame.previous && behind(frame.previous.columns);
  const keys = [...new Set([...now.keys(), ...(before?.keys() ?? [])])];
  const costs = roundTogether(keys.map((key) => now.get(key)?.amount ?? 0n));
  const previous = before && roundTogether(keys.map((key) => before.get(key)?.amount ?? 0n));
  const all = keys.map((key, at) => ({
    of: (now.get(key) ?? before?.get(key)) as Behind,
    cost: costs[at] as Money,
    before: previous?.[at] ?? null,
  }));
  const named = new Set(all.map(({ of }) => of.owner?.id ?? '')).size > 1;
  return accept(
    all
      .sort((a, b) => (a.cost === b.cost ? 0 : a.cost > b.cost ? -1 : 1))
      .map(({ of, cost, before: was }) => ({
        owner: named ? (of.owner?.name ?? null) : null,
        service: of.service,
        cost: centsText(cost),
        previous: was === null ? null : centsText(was),
      })),
  );
}

function servicesOf(
  { attribution }: KnownCosts,
  { metric, group }: CostAsk,
  timeline: Timeline,
  columns: Columns,
  rowId: string,
): Map<string, Behind> {
  const services = new Map<string, Behind>();
  for (const { ledger, from, to } of timeline.stretches(columns)) {
    for (const series of ledger.series) {
      const of = { owner: attribution.ownerOf(series, metric), service: series.service };
      if (rowIdOf(of, group) !== rowId) continue;
      const amount = series.sum(metric, from, to);
      if (amount === 0n) continue;
      const key = `${of.owner.id}\n${of.service}`;
      services.set(key, { ...of, amount: (services.get(key)?.amount ?? 0n) + amount });
    }
  }
  return services;
}

/** What the row has beyond its own services are shared costs. */
function withShared(services: Map<string, Behind>, all: Money): Map<string, Behind> {
  const shared = [...services.values()].reduce((rest, { amount }) => rest - amount, all);
  return shared === 0n ? services : services.set('shared', { owner: null, service: 'Shared costs', amount: shared });
}
