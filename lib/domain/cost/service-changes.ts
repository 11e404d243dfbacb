import type { Attribution, Owner } from './attribution.ts';
import type { CostGroup } from './cost-ask.ts';
import type { CostMetric } from './cost-facts.ts';
import type { Because } from './cost-picture.ts';
import { rowOf } from './cost-sheet.ts';
import { type Contribution, explainChange } from './explain-change.ts';
import { centsText, type Money } from './money.ts';
import type { Columns, Timeline } from './timeline.ts';

interface ServiceOf {
  owner: Owner;
  service: string;
}

/** What each service of each owner contributed to the change from some columns to others. */
export class ServiceChanges {
  readonly #all: Contribution<ServiceOf>[] = [];
  /** By row. */
  readonly #rows = new Map<string, Contribution<ServiceOf>[]>();

  /** Takes in what is known, in small steps. */
  static *steps(
    timeline: Timeline,
    attribution: Attribution,
    metric: CostMetric,
    group: CostGroup,
    spans: { current: Columns; previous: Columns },
  ): Generator<undefined, ServiceChanges> {
    const changes = new ServiceChanges();
    const amounts = new Map<string, Contribution<ServiceOf>>();
    for (const [sign, columns] of [[1n, spans.current] as const, [-1n, spans.previous] as const]) {
      for (const { ledger, from, to } of timeline.stretches(columns)) {
        for (const series of ledger.series) {
          yield;
          const sum = series.sum(metric, from, to);
          if (sum === 0n) continue;
          const owner = attribution.ownerOf(series, metric);
          const key = `${owner.id}\n${series.service}`;
          const known = amounts.get(key);
          if (known) known.amount += sign * sum;
          else amounts.set(key, { of: { owner, service: series.service }, amount: sign * sum });
        }
      }
    }
    for (const contribution of amounts.values()) {
      yield;
      changes.#all.push(contribution);
      const row = rowIdOf(contribution.of, group);
      if (row === null) continue;
      const of = changes.#rows.get(row);
      if (of) of.push(contribution);
      else changes.#rows.set(row, [contribution]);
    }
    return changes;
  }

  /** What explains the change of all, with or without tax, support and credits where they are apart; owners are named. */
  explainAll(change: Money, withApart: boolean): Because[] {
    const told = withApart ? this.#all : this.#all.filter(({ of }) => of.owner.kind !== 'apart');
    return explainChange(change, told).map(({ of, amount }) => ({ owner: of.owner.name, service: of.service, amount: centsText(amount) }));
  }

  /** What explains the change of one row; what came of shared costs is one contribution. Owners are named where a row has several. */
  explainRow(row: string, change: Money): Because[] {
    const own = this.#rows.get(row) ?? [];
    const named = new Set(own.map(({ of }) => of.owner.id)).size > 1;
    const told: Contribution<Omit<Because, 'amount'>>[] = own.map(({ of, amount }) => ({
      of: { owner: named ? of.owner.name : null, service: of.service },
      amount,
    }));
    const spread = change - own.reduce((sum, { amount }) => sum + amount, 0n);
    if (own.length > 0 && spread !== 0n) told.push({ of: { owner: null, service: 'Shared costs' }, amount: spread });
    return explainChange(change, told).map(({ of, amount }) => ({ ...of, amount: centsText(amount) }));
  }
}

/** The row that a service of an owner is in; null where a row's services are not known: figures by component tell none. */
export function rowIdOf({ owner, service }: ServiceOf, group: CostGroup): string | null {
  if (group === 'component') return null;
  return group === 'service' && owner.kind !== 'apart' ? `service:${service}` : rowOf(owner, group).id;
}
