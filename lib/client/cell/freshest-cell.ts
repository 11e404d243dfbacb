import type { CellView, FleetCellView, FleetView } from '#lib/views/fleet-view.ts';

/** The cell as last judged: by the stream's picture or by the page's own read, whichever is newer. They never disagree on the page. */
export function freshestCell(view: CellView, fleet: FleetView | null): FleetCellView {
  if (!fleet || Date.parse(fleet.observedAt) <= Date.parse(view.observedAt)) return view.cell;
  return fleet.cells.find((cell) => cell.name === view.cell.name) ?? view.cell;
}
