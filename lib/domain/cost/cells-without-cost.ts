import type { Cell, Registry } from '../registry/registry.ts';
import type { Attribution } from './attribution.ts';
import type { CostGroup } from './cost-ask.ts';
import type { Frame } from './cost-frame.ts';
import type { CostRow } from './cost-picture.ts';
import { servedOf } from './cost-rows.ts';
import { memberOf, type OwnedSlots } from './cost-sheet.ts';
import type { TrafficDays } from './traffic-days.ts';

/** Cells of the registry of which no cost is known, each with the reason: never $0. */
export function cellsWithoutCost(
  registry: Registry,
  owned: readonly OwnedSlots[],
  attribution: Attribution,
): { cell: Cell; why: string }[] {
  const known = new Set(owned.map(({ owner }) => owner.id));
  return registry.cells
    .filter(({ name }) => !known.has(`cell:${name}`))
    .map((cell) => ({ cell, why: attribution.noSource(cell) ?? attribution.noCharge(cell) }));
}

/** The rows with such cells: counted where their group has others with a cost, rows of their own else. */
export function withCellsWithoutCost(
  rows: readonly CostRow[],
  without: readonly { cell: Cell; why: string }[],
  group: CostGroup,
  traffic: TrafficDays,
  frame: Frame,
): CostRow[] {
  if (group === 'service' || group === 'component') return [...rows];
  const groups = new Map<string, { cell: Cell; why: string }[]>();
  for (const one of without) {
    const id = `${group}:${memberOf(one.cell, group) ?? ''}`;
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  const counted = rows.map((row) => ({ ...row, withoutCost: groups.get(row.id)?.length ?? 0 }));
  const present = new Set(rows.map(({ id }) => id));
  const alone = [...groups].filter(([id]) => !present.has(id)).map(([id, members]) => rowWithout(id, members, group, traffic, frame));
  return [...counted, ...alone];
}

function rowWithout(
  id: string,
  members: readonly { cell: Cell; why: string }[],
  group: CostGroup,
  traffic: TrafficDays,
  frame: Frame,
): CostRow {
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
    served: servedOf(cells, traffic, frame),
    spark: [],
  };
}
