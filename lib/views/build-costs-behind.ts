import { centsText, type Money, moneyRatio, parseMoney } from '#lib/domain/cost/money.ts';
import type { RowService } from '#lib/domain/cost/row-services.ts';
import { shortService } from '#lib/domain/cost/service-name.ts';
import type { CostsBehindView } from './costs-view.ts';

/** So many parts are named; small ones are told together. */
const MOST = 12;

interface Part {
  name: string;
  cost: Money;
  /** Null where that is not known. */
  previous: Money | null;
}

/** What one row consists of: services; of a row that is a service, the cells and accounts that use it. @param rowId as the row has it */
export function buildCostsBehind(rowId: string, services: readonly RowService[]): CostsBehindView {
  const of = rowId.startsWith('service:') ? 'owners' : 'services';
  // A wave of 200 cells has 2,000 services: together they are ten.
  const manyCells = /^(wave|region|environment|cloud):/.test(rowId);
  const parts = new Map<string, Part>();
  for (const { owner, service, cost, previous } of services) {
    const short = shortService(service);
    const name = of === 'owners' ? (owner ?? 'its only owner') : owner === null || manyCells ? short : `${owner} · ${short}`;
    const part = parts.get(name) ?? { name, cost: 0n, previous: previous === null ? null : 0n };
    part.cost += parseMoney(cost);
    if (part.previous !== null && previous !== null) part.previous += parseMoney(previous);
    parts.set(name, part);
  }
  const sorted = [...parts.values()].sort((a, b) => (a.cost === b.cost ? a.name.localeCompare(b.name) : a.cost > b.cost ? -1 : 1));
  const sum = (some: readonly Part[]) => some.reduce((all, { cost }) => all + cost, 0n);
  const total = sum(sorted);
  const rest = sorted.slice(MOST);
  return {
    of,
    parts: sorted.slice(0, MOST).map(({ name, cost, previous }) => ({
      name,
      cost: centsText(cost),
      previous: previous === null ? null : centsText(previous),
      share: moneyRatio(cost, total),
    })),
    rest: rest.length > 0 ? { count: rest.length, cost: centsText(sum(rest)) } : null,
  };
}
