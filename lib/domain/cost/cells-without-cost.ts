import type { Cell, Registry } from '../registry/registry.ts';
import type { Attribution } from './attribution.ts';
import type { CostGroup } from './cost-ask.ts';
import type { Frame } from './cost-frame.ts';
import type { CostRow } from './cost-picture.ts';
import { memberOf, type OwnedSlots } from './cost-sheet.ts';
import { servedWell } from './month-budget.ts';
import type { Span } from './period.ts';
import type { TrafficDays } from './traffic-days.ts';

/** A cell of which no cost is known. */
export interface CellWithoutCost {
  cell: Cell;
  why: string;
  /** It had charges outside the period (an account it had before has), so that rows count it. */
  counted: boolean;
}

/** Cells of the registry of which no cost is known in the period, each with the reason: never $0. */
export function cellsWithoutCost(
  registry: Registry,
  owned: readonly OwnedSlots[],
  attribution: Attribution,
  { period: { columns } }: Frame,
): CellWithoutCost[] {
  const known = new Map(owned.map(({ owner, slots }) => [owner.id, slots]));
  return registry.cells.flatMap((cell): CellWithoutCost[] => {
    const slots = known.get(`cell:${cell.name}`);
    const noSource = attribution.noSource(cell);
    if (!slots) return [{ cell, why: noSource ?? attribution.noCharge(cell), counted: false }];
    // One that moved to where its charges can't be told: what it had before says nothing of the period.
    const charged = slots.subarray(columns.from, columns.to + 1).some((amount) => amount !== 0n);
    return noSource === null || charged ? [] : [{ cell, why: noSource, counted: true }];
  });
}

/** The rows with such cells: counted where their group has others with a cost, rows of their own else. */
export function withCellsWithoutCost(
  rows: readonly CostRow[],
  without: readonly CellWithoutCost[],
  group: CostGroup,
  traffic: TrafficDays,
  served: Span,
): CostRow[] {
  if (group === 'service' || group === 'component') return [...rows];
  const groups = new Map<string, CellWithoutCost[]>();
  for (const one of without) {
    const id = `${group}:${memberOf(one.cell, group) ?? ''}`;
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  const counted = rows.map((row) => withMembers(row, groups.get(row.id) ?? []));
  const present = new Set(rows.map(({ id }) => id));
  const alone = [...groups].filter(([id]) => !present.has(id)).map(([id, members]) => rowWithout(id, members, group, traffic, served));
  return [...counted, ...alone];
}

/** Of a cell's own row nothing is known; what it cost before stays, since it is part of the sum. */
function withMembers(row: CostRow, members: readonly CellWithoutCost[]): CostRow {
  const [first] = members;
  const counted = { ...row, cells: row.cells - members.filter((one) => one.counted).length, withoutCost: members.length };
  if (!first || row.kind !== 'cell' || Number(row.cost) !== 0) return counted;
  return { ...counted, why: first.why, cost: null, change: null, share: null, projection: null, unit: null };
}

function rowWithout(id: string, members: readonly CellWithoutCost[], group: CostGroup, traffic: TrafficDays, served: Span): CostRow {
  const cells = members.map(({ cell }) => cell);
  const [first] = members;
  const isCell = group === 'cell';
  return {
    id,
    kind: isCell ? 'cell' : 'group',
    name: (first && memberOf(first.cell, group)) ?? 'no wave',
    wave: isCell ? (first?.cell.wave ?? null) : null,
    state: isCell ? (first?.cell.state ?? null) : null,
    cells: 0,
    withoutCost: members.length,
    parts: [],
    why: first?.why ?? null,
    cost: null,
    previous: null,
    change: null,
    share: null,
    projection: null,
    unit: null,
    served: servedWell(cells, traffic, served),
    spark: [],
  };
}
