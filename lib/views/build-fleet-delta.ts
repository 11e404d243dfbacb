import { MINUTE } from '#lib/domain/series.ts';
import { ALWAYS_TOLD, FIGURES, type Figure, type FigureColumn, type FleetDelta, type SparkDelta } from './fleet-delta.ts';
import type { FleetCellView, FleetView, SparkView } from './fleet-view.ts';

/** From this share of all cells on, telling the value of each is shorter than telling which ones. */
const MOST = 0.6;
const LARGEST_SCALE = 1e12;
const IN_COLUMNS: ReadonlySet<string> = new Set(['spark', ...FIGURES]);

/** What leads from one view to the next, in steps of a cell each: whole cells only where more than their figures changed. */
export function* fleetDeltaSteps(before: FleetView, after: FleetView): Generator<undefined, FleetDelta> {
  const fresh = new Map(after.cells.map((cell) => [cell.name, cell]));
  yield;
  const dropped = minutesBetween(before, after);
  const changed: FleetCellView[] = [];
  const removed: string[] = [];
  const kept: string[] = [];
  const places: Record<Figure, number[]> = {
    requestsPerSecond: [],
    errorRatio: [],
    latencyMs: [],
    saturationPercent: [],
    trafficShare: [],
  };
  const tails: { places: number[]; values: (readonly (number | null)[])[] } = { places: [], values: [] };
  for (const [place, old] of before.cells.entries()) {
    const cell = fresh.get(old.name);
    if (!cell) {
      removed.push(old.name);
      continue;
    }
    kept.push(old.name);
    const tail = tailOf(old.spark, cell.spark, dropped);
    if (tail === null || !isSameBeside(old, cell)) changed.push(cell);
    else {
      for (const figure of FIGURES) if (old[figure] !== cell[figure]) places[figure].push(place);
      if (tail.length > 0) {
        tails.places.push(place);
        tails.values.push(tail);
      }
    }
    yield;
  }
  const known = new Set(kept);
  for (const cell of after.cells) if (!known.has(cell.name)) changed.push(cell);
  yield;
  const figures: Partial<Record<Figure, FigureColumn>> = {};
  for (const figure of FIGURES) {
    const value = (cell: FleetCellView | undefined) => fresh.get(cell?.name ?? '')?.[figure] ?? null;
    const some = places[figure];
    if (some.length > before.cells.length * MOST) figures[figure] = scaled(before.cells.map(value));
    else if (some.length > 0) figures[figure] = { steps: stepsOf(some), ...scaled(some.map((place) => value(before.cells[place]))) };
    yield;
  }
  const moved = after.cells.length !== kept.length || after.cells.some((cell, place) => cell.name !== kept[place]);
  const sparks: SparkDelta = { dropped, tails: { steps: stepsOf(tails.places), values: tails.values } };
  return {
    ...headOf(before, after),
    previous: before.version,
    changed,
    removed,
    ...(moved ? { order: after.cells.map((cell) => cell.name) } : {}),
    figures,
    ...(tails.places.length > 0 ? { sparks } : {}),
  };
}

function headOf(before: FleetView, after: FleetView): Pick<FleetDelta, (typeof ALWAYS_TOLD)[number]> {
  const always: readonly string[] = ALWAYS_TOLD;
  const { cells: _, ...head } = after;
  const told = Object.entries(head).filter(([name, value]) => always.includes(name) || !isSame(before[name as keyof FleetView], value));
  return Object.fromEntries(told) as typeof head;
}

/** Whether two cells are alike but for what columns can tell. */
function isSameBeside(old: FleetCellView, cell: FleetCellView): boolean {
  if (Object.keys(old).length !== Object.keys(cell).length) return false;
  for (const name in cell) {
    if (IN_COLUMNS.has(name)) continue;
    if (!isSame(old[name as keyof FleetCellView], cell[name as keyof FleetCellView])) return false;
  }
  return true;
}

/** Members of views are JSON. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) && Array.isArray(other) && one.length === 0 && other.length === 0) return true;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The end that differs when the oldest points are dropped; null when it is another sparkline altogether. */
function tailOf(old: SparkView | null, spark: SparkView | null, dropped: number): readonly (number | null)[] | null {
  if (!old || !spark) return old === spark ? [] : null;
  const size = spark.points.length;
  if (old.signal !== spark.signal || old.points.length !== size || dropped > size) return null;
  let same = 0;
  while (same < size - dropped && old.points[dropped + same] === spark.points[same]) same++;
  return spark.points.slice(same);
}

/** As whole numbers where that is shorter: figures have few digits, but small ratios many zeros. */
function scaled(values: readonly (number | null)[]): FigureColumn {
  let scale = 1;
  for (const value of values) {
    while (value !== null && Math.round(value * scale) / scale !== value) {
      if (scale === LARGEST_SCALE) return { values };
      scale *= 10;
    }
  }
  const whole = values.map((value) => (value === null ? null : Math.round(value * scale)));
  return whole.join().length < values.join().length ? { scale, values: whole } : { values };
}

function minutesBetween(before: FleetView, after: FleetView): number {
  return Math.max(0, Math.floor(Date.parse(after.observedAt) / MINUTE) - Math.floor(Date.parse(before.observedAt) / MINUTE));
}

function stepsOf(places: readonly number[]): number[] {
  return places.map((place, index) => place - (places[index - 1] ?? -1));
}
