import { drain } from '../drain.ts';
import type { Cell } from '../registry/registry.ts';
import type { Attribution, Owner } from './attribution.ts';
import type { CostGroup } from './cost-ask.ts';
import type { CostMetric } from './cost-facts.ts';
import type { Money } from './money.ts';
import { type Columns, type Timeline, timelineFrom } from './timeline.ts';

/** What a row stands for; all but groups of cells, components and services are shown apart. */
export const ROW_KINDS = ['cell', 'group', 'untagged', 'shared', 'unclaimed', 'apart', 'difference'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** Amounts of one owner, a slot a column of the timeline. */
export interface OwnedSlots {
  owner: Owner;
  slots: BigInt64Array;
}

/** A row before anything is judged. */
export interface SheetRow {
  id: string;
  kind: RowKind;
  name: string;
  /** Cells whose cost is in it. */
  cells: readonly Cell[];
  /** What it consists of, where that is not its cells: names of accounts. */
  parts: readonly string[];
  slots: BigInt64Array;
}

export function sumSlots(slots: BigInt64Array, { from, to }: Columns): Money {
  let sum = 0n;
  for (let column = from; column <= to; column++) sum += slots[column] as bigint;
  return sum;
}

/** All that each owner was charged. */
export function slotsByOwner(timeline: Timeline, attribution: Attribution, metric: CostMetric): OwnedSlots[] {
  return drain(slotsByOwnerSteps(timeline, attribution, metric));
}

/** The same in small steps. */
export function* slotsByOwnerSteps(timeline: Timeline, attribution: Attribution, metric: CostMetric): Generator<undefined, OwnedSlots[]> {
  const byOwner = new Map<string, OwnedSlots>();
  for (const { series, part } of timeline.series()) {
    const owner = attribution.ownerOf(series, metric);
    let owned = byOwner.get(owner.id);
    if (!owned) {
      owned = { owner, slots: new BigInt64Array(timeline.columns.length) };
      byOwner.set(owner.id, owned);
    }
    series.addTo(owned.slots.subarray(part.column, part.column + part.to - part.from + 1), metric, part.from);
    yield;
  }
  return [...byOwner.values()];
}

/** Rows of a group of cells; each owner's amounts go into exactly one. */
export function groupOwners(owned: readonly OwnedSlots[], group: CostGroup): SheetRow[] {
  return drain(groupOwnersSteps(owned, group));
}

/** The same in small steps. */
export function* groupOwnersSteps(owned: readonly OwnedSlots[], group: CostGroup): Generator<undefined, SheetRow[]> {
  const rows = new Map<string, SheetRow & { cells: Cell[]; parts: string[] }>();
  for (const { owner, slots } of owned) {
    const { id, kind, name } = rowOf(owner, group);
    let row = rows.get(id);
    if (!row) {
      row = { id, kind, name, cells: [], parts: [], slots: new BigInt64Array(slots.length) };
      rows.set(id, row);
    }
    addSlots(row.slots, slots);
    if (owner.kind === 'cell') row.cells.push(owner.cell);
    else if (owner.kind === 'shared' || owner.kind === 'unclaimed') row.parts.push(owner.name);
    else if (owner.kind === 'untagged') row.parts.push(...owner.cells.map((cell) => cell.name));
    yield;
  }
  return [...rows.values()];
}

/** The row that an owner's cost is in. */
export function rowOf(owner: Owner, group: CostGroup): Pick<SheetRow, 'id' | 'kind' | 'name'> {
  switch (owner.kind) {
    case 'cell': {
      if (group === 'cell') return { id: owner.id, kind: 'cell', name: owner.name };
      const name = memberOf(owner.cell, group);
      return { id: `${group}:${name ?? ''}`, kind: 'group', name: name ?? 'no wave' };
    }
    case 'untagged':
      return { id: owner.id, kind: 'untagged', name: owner.name };
    case 'shared':
      return { id: 'shared', kind: 'shared', name: 'Shared' };
    case 'unclaimed':
      return { id: 'unclaimed', kind: 'unclaimed', name: 'Accounts that no cell claims' };
    case 'apart':
      return { id: 'apart', kind: 'apart', name: owner.name };
  }
}

/** Rows of services over the whole bill, in small steps. */
export function* groupServicesSteps(timeline: Timeline, attribution: Attribution, metric: CostMetric): Generator<undefined, SheetRow[]> {
  const rows = new Map<string, SheetRow>();
  for (const { series, part } of timeline.series()) {
    const owner = attribution.ownerOf(series, metric);
    const id = owner.kind === 'apart' ? owner.id : `service:${series.service}`;
    let row = rows.get(id);
    if (!row) {
      const kind = owner.kind === 'apart' ? 'apart' : 'group';
      const name = owner.kind === 'apart' ? owner.name : series.service;
      row = { id, kind, name, cells: [], parts: [], slots: new BigInt64Array(timeline.columns.length) };
      rows.set(id, row);
    }
    series.addTo(row.slots.subarray(part.column, part.column + part.to - part.from + 1), metric, part.from);
    yield;
  }
  return [...rows.values()];
}

/**
 * Rows of the values of the tag that names components, in small steps. What the tag's figures lack of the bill (they are another
 * query's) is a row of its own.
 */
export function* groupComponentsSteps(
  ledgers: Parameters<typeof timelineFrom>[0],
  whole: Timeline,
  bill: BigInt64Array,
  metric: CostMetric,
): Generator<undefined, SheetRow[]> {
  const rows = new Map<string, SheetRow>();
  const rest = bill.slice();
  const timeline = timelineFrom(ledgers, whole.columns[0]?.first ?? 0);
  const shift = new Map(whole.columns.map((span, column) => [`${span.first}-${span.last}`, column]));
  for (const { series, part } of timeline.series()) {
    yield;
    const own = new BigInt64Array(part.to - part.from + 1);
    series.addTo(own, metric, part.from);
    const value = series.tag?.value ?? '';
    const id = value === '' ? 'untagged' : `component:${value}`;
    let row = rows.get(id);
    if (!row) {
      const made: SheetRow = {
        id,
        kind: value === '' ? 'untagged' : 'group',
        name: value === '' ? 'Without a component tag' : value,
        cells: [],
        parts: [],
        slots: new BigInt64Array(bill.length),
      };
      row = made;
      rows.set(id, made);
    }
    for (const [offset, amount] of own.entries()) {
      const span = timeline.columns[part.column + offset];
      const column = span && shift.get(`${span.first}-${span.last}`);
      if (column === undefined) continue;
      row.slots[column] = (row.slots[column] as bigint) + amount;
      rest[column] = (rest[column] as bigint) - amount;
    }
  }
  if (rest.some((amount) => amount !== 0n)) {
    rows.set('difference', { id: 'difference', kind: 'difference', name: 'Not in the figures by tag', cells: [], parts: [], slots: rest });
  }
  return [...rows.values()];
}

/** What a group calls a cell's row; null for a cell without a wave. */
export function memberOf(cell: Cell, group: CostGroup): string | null {
  if (group === 'wave') return cell.wave;
  if (group === 'region') return cell.region;
  if (group === 'environment') return cell.environment;
  if (group === 'cloud') return cell.cloud;
  return cell.name;
}

function addSlots(into: BigInt64Array, slots: BigInt64Array): void {
  for (let column = 0; column < into.length; column++) {
    into[column] = BigInt.asIntN(64, (into[column] as bigint) + (slots[column] as bigint));
  }
}

export function withoutSlots(slots: BigInt64Array, taken: BigInt64Array): BigInt64Array {
  return slots.map((amount, column) => BigInt.asIntN(64, amount - (taken[column] ?? 0n)));
}

export function allSlots(rows: readonly { slots: BigInt64Array }[], columns: number): BigInt64Array {
  return drain(allSlotsSteps(rows, columns));
}

/** The same in small steps. */
export function* allSlotsSteps(rows: readonly { slots: BigInt64Array }[], columns: number): Generator<undefined, BigInt64Array> {
  const all = new BigInt64Array(columns);
  for (const { slots } of rows) {
    addSlots(all, slots);
    yield;
  }
  return all;
}
