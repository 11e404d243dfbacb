import type { BillPayer } from '../../world/costs/bill-payer.ts';
import type { Charge } from '../../world/costs/charge-of-day.ts';
import type { CostsWorld } from '../../world/costs/costs-world.ts';
import { ExactSums } from '../../world/costs/exact-sums.ts';
import type { Period } from './check-period.ts';
import type { Filter } from './read-filter.ts';
import type { GroupKey } from './read-groups.ts';
import type { Metric } from './read-metrics.ts';

/** Which of a payer's lines fall into which group; -1 for a line that the filter leaves out. */
interface Lines {
  payer: BillPayer;
  groups: Int32Array;
}

/** The lines that a request means, sorted into its groups. */
export interface LineGroups {
  lines: readonly Lines[];
  /** Keys of each group, in their order; one group without keys when nothing was to be grouped. */
  keys: readonly (readonly string[])[];
}

export function groupLines(payers: readonly BillPayer[], filter: Filter, groupBy: readonly GroupKey[]): LineGroups {
  const [first, second] = groupBy;
  const seen = new Map<string, Map<string, number>>();
  const found: string[][] = [];
  const lines: Lines[] = [];
  for (const payer of payers) {
    const groups = new Int32Array(payer.kinds.length).fill(-1);
    let any = false;
    payer.kinds.forEach((kind, i) => {
      if (!filter(payer, kind)) return;
      const one = first ? first(payer, kind) : '';
      const other = second ? second(payer, kind) : '';
      let ofOne = seen.get(one);
      if (!ofOne) {
        ofOne = new Map();
        seen.set(one, ofOne);
      }
      let index = ofOne.get(other);
      if (index === undefined) {
        index = found.length;
        ofOne.set(other, index);
        found.push([one, other].slice(0, groupBy.length));
      }
      groups[i] = index;
      any = true;
    });
    if (any) lines.push({ payer, groups });
  }
  return inOrder(lines, found);
}

function inOrder(lines: Lines[], found: string[][]): LineGroups {
  const compare = (a: readonly string[] = [], b: readonly string[] = []) => {
    for (let i = 0; i < a.length; i++) {
      const [one = '', other = ''] = [a[i], b[i]];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  };
  const order = found.map((_, i) => i).sort((a, b) => compare(found[a], found[b]));
  const place = new Int32Array(order.length);
  order.forEach((index, i) => {
    place[index] = i;
  });
  for (const { groups } of lines) {
    for (let i = 0; i < groups.length; i++) groups[i] = place[groups[i] ?? -1] ?? -1;
  }
  return { lines, keys: order.map((index) => found[index] ?? []) };
}

/** What the groups come to over some days. */
export interface GroupSums {
  /** Metric after metric of group after group. */
  sums: ExactSums;
  /** Whether the group has any line in these days. */
  present: Uint8Array;
}

export function emptySums({ keys }: LineGroups, metrics: readonly Metric[]): GroupSums {
  return { sums: new ExactSums(keys.length * metrics.length), present: new Uint8Array(keys.length) };
}

/** Sums up some days, over whatever `into` held. @param now epoch ms of the figures */
export function sumDays(
  costs: CostsWorld,
  { lines }: LineGroups,
  metrics: readonly Metric[],
  period: Period,
  now: number,
  into: GroupSums,
): void {
  const { sums, present } = into;
  const charge: Charge = { unblended: 0, amortized: 0, netUnblended: 0, netAmortized: 0, usage: 0, normalized: 0 };
  sums.clear();
  present.fill(0);
  for (let day = period.start; day < period.end; day++) {
    const at = costs.day(day, now);
    if (at.known <= 0) break;
    for (const { payer, groups } of lines) {
      if (payer.until !== null && day >= payer.until) continue;
      const millions = costs.millions(payer, day);
      for (let i = 0; i < groups.length; i++) {
        const group = groups[i] ?? -1;
        const kind = payer.kinds[i];
        if (group < 0 || !kind || !costs.charge(payer, kind, millions, at, charge)) continue;
        present[group] = 1;
        for (let m = 0; m < metrics.length; m++) {
          const metric = metrics[m];
          if (metric) sums.add(group * metrics.length + m, charge[metric.read]);
        }
      }
    }
  }
}
