import { roundTogether } from './apportion.ts';
import type { CostAsk } from './cost-ask.ts';
import { type Frame, frameOf } from './cost-frame.ts';
import { groupOwners, type RowKind, slotsByOwner, sumSlots } from './cost-sheet.ts';
import type { KnownCosts } from './known-costs.ts';
import { absolute, centsText, type Money, moneyRatio } from './money.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { rowIdOf } from './service-changes.ts';
import { spreadShared } from './spread-shared.ts';

/** One part of a row's cost; money is decimal text to the cent. */
export interface RowPart {
  /** Service, as Cost Explorer names it; or owner, where the row is a service or several accounts. */
  name: string;
  cost: string;
  /** Of the row, 0–1. */
  share: number | null;
  /** Against the compared days of the previous period; null where nothing is compared. */
  change: string | null;
}

/** What a row's cost consists of: the parts add up to it, to the cent. */
export interface BehindRow {
  of: 'services' | 'owners';
  parts: readonly RowPart[];
  /** All that is too small to be named. */
  rest: { count: number; cost: string } | null;
}

const MOST = 12;
const SPREAD = 'Shared costs, spread';
/** Rows whose owners say more than their services. */
const BY_OWNER: readonly RowKind[] = ['shared', 'unclaimed'];

interface Part {
  name: string;
  cost: Money;
  change: Money;
}

/** The services (or owners) behind one row of the page. Refused, with a sentence for a person, where that is not known. */
export function behindRow(known: KnownCosts, ask: CostAsk, id: string): Parsed<BehindRow> {
  if (ask.group === 'component') return refuse('Figures by component come from the tag alone: they tell no services.');
  const framed = frameOf(known.facts, ask.period);
  if (!framed.ok) return framed;
  const frame = framed.value;
  const byOwner = id.startsWith('service:') || (BY_OWNER as readonly string[]).includes(id);
  const parts = partsOf(known, ask, frame, id, byOwner);
  const spread = spreadOver(known, ask, frame, id);
  if (spread !== 0n) parts.push({ name: SPREAD, cost: spread, change: 0n });
  if (parts.length === 0) return refuse('There is no such row in these figures, or nothing was charged.');

  parts.sort((a, b) =>
    absolute(a.cost) === absolute(b.cost) ? a.name.localeCompare(b.name) : absolute(a.cost) > absolute(b.cost) ? -1 : 1,
  );
  const total = parts.reduce((sum, { cost }) => sum + cost, 0n);
  const shown = parts.slice(0, MOST);
  const rest = parts.slice(MOST).reduce((sum, { cost }) => sum + cost, 0n);
  const cents = roundTogether([...shown.map(({ cost }) => cost), rest]);
  return accept({
    of: byOwner ? 'owners' : 'services',
    parts: shown.map(({ name, cost, change }, at) => ({
      name,
      cost: centsText(cents[at] as Money),
      share: moneyRatio(cost, total),
      change: frame.compared && name !== SPREAD ? centsText(change) : null,
    })),
    rest: parts.length > MOST ? { count: parts.length - MOST, cost: centsText(cents[MOST] as Money) } : null,
  });
}

function partsOf({ attribution }: KnownCosts, { metric, group }: CostAsk, frame: Frame, id: string, byOwner: boolean): Part[] {
  const parts = new Map<string, Part>();
  const { period, compared, timeline } = frame;
  const spans = [
    { columns: period.columns, to: 'cost', sign: 1n },
    ...(compared
      ? [
          { columns: compared.current.columns, to: 'change', sign: 1n } as const,
          { columns: compared.previous.columns, to: 'change', sign: -1n } as const,
        ]
      : []),
  ] as const;
  for (const { columns, to, sign } of spans) {
    for (const { ledger, from, to: last } of timeline.stretches(columns)) {
      for (const series of ledger.series) {
        const owner = attribution.ownerOf(series, metric);
        if (rowIdOf({ owner, service: series.service }, group) !== id) continue;
        const amount = series.sum(metric, from, last);
        if (amount === 0n) continue;
        const name = byOwner ? owner.name : series.service;
        const part = parts.get(name) ?? { name, cost: 0n, change: 0n };
        part[to] += sign * amount;
        parts.set(name, part);
      }
    }
  }
  return [...parts.values()];
}

/** What a row took of shared costs; 0 where they stay apart. */
function spreadOver({ attribution, traffic }: KnownCosts, { shared, metric, group }: CostAsk, frame: Frame, id: string): Money {
  if (shared === 'apart' || group === 'service' || group === 'component') return 0n;
  const own = slotsByOwner(frame.timeline, attribution, metric);
  const { owned } = spreadShared(own, shared, traffic, frame.period);
  const sumOf = (slots: typeof own) => {
    const row = groupOwners(slots, group).find((one) => one.id === id);
    return row ? sumSlots(row.slots, frame.period.columns) : 0n;
  };
  return sumOf(owned) - sumOf(own);
}
