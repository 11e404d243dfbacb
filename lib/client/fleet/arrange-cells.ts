import { LOOK_WORDS, type Look, lookOf } from '#lib/client/format/state-words.ts';
import { ENVIRONMENTS } from '#lib/domain/registry/registry.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { type FleetFilter, type Grouping, LOOKS, type Sort } from './fleet-filter.ts';

/** Cells that stand together under one heading. */
export interface CellGroup {
  key: string;
  /** Empty when nothing is grouped. */
  label: string;
  cells: readonly FleetCellView[];
}

const RANK = new Map<Look, number>(LOOKS.map((look, rank) => [look, rank]));
const sortKeys = new Map<string, string>();

/** Numbers in names sort as numbers: cell-9 before cell-10. */
function nameKey(name: string): string {
  let key = sortKeys.get(name);
  if (key === undefined) {
    key = name.replace(/\d+/g, (digits) => digits.padStart(8, '0'));
    sortKeys.set(name, key);
  }
  return key;
}

/** How bad a cell looks; smaller is worse. */
export function badness(cell: FleetCellView): number {
  return RANK.get(lookOf(cell)) ?? LOOKS.length;
}

/** The cells that the filter lets through. */
export function filterCells(cells: readonly FleetCellView[], filter: FleetFilter): readonly FleetCellView[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return cells.filter((cell) => {
    if (cell.environment === 'developer' && !filter.developer && !filter.environments.includes('developer')) return false;
    if (filter.looks.length > 0 && !filter.looks.includes(lookOf(cell))) return false;
    if (filter.waves.length > 0 && !filter.waves.includes(cell.wave ?? '')) return false;
    if (filter.regions.length > 0 && !filter.regions.includes(cell.region)) return false;
    if (filter.environments.length > 0 && !filter.environments.includes(cell.environment)) return false;
    if (filter.clouds.length > 0 && !filter.clouds.includes(cell.cloud)) return false;
    return words.every((word) => mentions(cell, word));
  });
}

function mentions(cell: FleetCellView, word: string): boolean {
  return (
    cell.name.toLowerCase().includes(word) ||
    cell.region.includes(word) ||
    (cell.wave?.toLowerCase().includes(word) ?? false) ||
    (cell.accountId?.includes(word) ?? false)
  );
}

/** Cells in their order, without changing what was given. */
export function sortCells(cells: readonly FleetCellView[], sort: Sort): readonly FleetCellView[] {
  return [...cells].sort((a, b) => {
    const worse = sort === 'sickest' ? badness(a) - badness(b) : 0;
    if (worse !== 0) return worse;
    const [left, right] = [nameKey(a.name), nameKey(b.name)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/**
 * Groups in the order in which people think of them: waves as the registry orders them, the sickest health first.
 * @param sorted all cells as sortCells gives them: sorting takes longer than all the rest, and is the same for every letter typed
 */
export function arrangeCells(sorted: readonly FleetCellView[], waves: readonly string[], filter: FleetFilter): readonly CellGroup[] {
  const shown = filterCells(sorted, filter);
  if (filter.group === 'none') return shown.length > 0 ? [{ key: 'all', label: '', cells: shown }] : [];
  const groups = new Map<string, FleetCellView[]>();
  for (const cell of shown) {
    const key = groupOf(cell, filter.group);
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  const order = orderOf(filter.group, waves, [...groups.keys()]);
  return order.flatMap((key) => {
    const group = groups.get(key);
    return group ? [{ key, label: labelOf(key, filter.group), cells: group }] : [];
  });
}

/** The groups of the first `count` cells, each with those of them that it holds. */
export function firstCells(groups: readonly CellGroup[], count: number): readonly { group: CellGroup; cells: readonly FleetCellView[] }[] {
  let left = count;
  return groups.flatMap((group) => {
    const cells = group.cells.slice(0, left);
    left -= cells.length;
    return cells.length > 0 ? [{ group, cells }] : [];
  });
}

function groupOf(cell: FleetCellView, group: Exclude<Grouping, 'none'>): string {
  switch (group) {
    case 'wave':
      return cell.wave ?? '';
    case 'region':
      return cell.region;
    case 'environment':
      return cell.environment;
    case 'health':
      return lookOf(cell);
  }
}

function orderOf(group: Exclude<Grouping, 'none'>, waves: readonly string[], present: readonly string[]): readonly string[] {
  switch (group) {
    // A wave that the list does not name (yet) is still shown; cells without a wave come last.
    case 'wave':
      return [...waves, ...present.filter((key) => key !== '' && !waves.includes(key)).sort(), ''];
    case 'region':
      return [...present].sort();
    case 'environment':
      return ENVIRONMENTS;
    case 'health':
      return LOOKS;
  }
}

function labelOf(key: string, group: Grouping): string {
  if (group === 'health') return LOOK_WORDS[key as Look];
  return key === '' ? 'no wave' : key;
}
