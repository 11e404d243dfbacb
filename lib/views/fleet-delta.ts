import type { FleetDelta, FleetView } from './fleet-view.ts';

/** A fleet view with each cell's JSON kept, so that the next version can tell cheaply what changed. */
export interface SerializedFleet {
  view: FleetView;
  /** JSON of each cell, by name. */
  cells: ReadonlyMap<string, string>;
}

export function serializeCells(view: FleetView): SerializedFleet {
  return { view, cells: new Map(view.cells.map((cell) => [cell.name, JSON.stringify(cell)])) };
}

/** JSON of the whole view, put together from the cells' JSON. */
export function fleetJson({ view, cells }: SerializedFleet): string {
  const { cells: _, ...rest } = view;
  return `${JSON.stringify(rest).slice(0, -1)},"cells":[${[...cells.values()].join(',')}]}`;
}

/** JSON of the FleetDelta that leads from one view to the next: only the cells whose JSON differs. */
export function deltaJson(before: SerializedFleet, after: SerializedFleet): string {
  const { cells: _, ...rest } = after.view;
  const removed = [...before.cells.keys()].filter((name) => !after.cells.has(name));
  const changed = [...after.cells].filter(([name, json]) => before.cells.get(name) !== json).map(([, json]) => json);
  const head: Omit<FleetDelta, 'changed'> = { ...rest, previous: before.view.version, removed };
  return `${JSON.stringify(head).slice(0, -1)},"changed":[${changed.join(',')}]}`;
}
