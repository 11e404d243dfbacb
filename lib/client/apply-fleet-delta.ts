import { type Column, FIGURES, type FleetDelta } from '#lib/views/fleet-delta.ts';
import type { FleetCellView, FleetView } from '#lib/views/fleet-view.ts';

/** `known`: the view has it already; `gap`: something between is missing, so the whole view must be fetched. */
export type DeltaOutcome = { kind: 'applied'; view: FleetView } | { kind: 'known' } | { kind: 'gap' };

/** Applies what changed to the view before it. Cells that did not change stay the same objects, so that only changed tiles draw again. */
export function applyFleetDelta(view: FleetView, delta: FleetDelta): DeltaOutcome {
  if (isNotNewer(delta.version, view.version)) return { kind: 'known' };
  if (delta.previous !== view.version) return { kind: 'gap' };
  const { previous: _previous, changed, removed, order, figures: _figures, sparks: _sparks, ...head } = delta;
  const moved = moveFigures(view.cells, delta);
  const fresh = new Map(changed.map((cell) => [cell.name, cell]));
  const gone = new Set(removed);
  const kept = gone.size === 0 ? moved : moved.filter((cell) => !gone.has(cell.name));
  const cells = fresh.size === 0 ? kept : kept.map((cell) => fresh.get(cell.name) ?? cell);
  return { kind: 'applied', view: { ...view, ...head, cells: order ? inOrder(order, cells, fresh) : cells } };
}

/** The cells with the figures and points that the columns tell. */
function moveFigures(cells: readonly FleetCellView[], { figures, sparks }: FleetDelta): readonly FleetCellView[] {
  const moved: FleetCellView[] = [...cells];
  const own = (place: number, cell: FleetCellView): FleetCellView => {
    if (moved[place] !== cells[place]) return cell;
    const copy = { ...cell };
    moved[place] = copy;
    return copy;
  };
  for (const figure of FIGURES) {
    const column = figures[figure];
    if (!column) continue;
    const { scale = 1 } = column;
    eachOf(column, (place, told) => {
      const cell = moved[place];
      const value = told === null ? null : told / scale;
      if (cell && cell[figure] !== value) own(place, cell)[figure] = value;
    });
  }
  if (sparks) {
    eachOf(sparks.tails, (place, tail) => {
      const cell = moved[place];
      if (!cell?.spark) return;
      const { signal, points } = cell.spark;
      const end = sparks.dropped + points.length - tail.length;
      own(place, cell).spark = { signal, points: [...points.slice(sparks.dropped, end), ...tail] };
    });
  }
  return moved;
}

function eachOf<T>({ steps, values }: Column<T>, take: (place: number, value: T) => void): void {
  let place = -1;
  for (const [index, value] of values.entries()) {
    place += steps?.[index] ?? 1;
    take(place, value);
  }
}

function inOrder(order: readonly string[], cells: readonly FleetCellView[], fresh: ReadonlyMap<string, FleetCellView>): FleetCellView[] {
  const known = new Map(cells.map((cell) => [cell.name, cell]));
  return order.flatMap((name) => fresh.get(name) ?? known.get(name) ?? []);
}

/** Versions are `boot-sequence`: within one boot the sequence tells which is newer; across boots nothing does. */
export function isNotNewer(version: string, than: string): boolean {
  if (version === than) return true;
  const [boot, sequence] = split(version);
  const [thanBoot, thanSequence] = split(than);
  return boot === thanBoot && sequence <= thanSequence;
}

function split(version: string): [boot: string, sequence: number] {
  const at = version.lastIndexOf('-');
  return [version.slice(0, at), Number(version.slice(at + 1))];
}
