import { HEALTH_STATES } from '#lib/domain/health/verdict.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';

/** Names of the cells in service that are not healthy, worst first, then the longest sick, then by name. */
export function sickCells(cells: readonly FleetCellView[]): string[] {
  return cells
    .filter((cell) => cell.health !== 'healthy' && cell.state === 'in-service')
    .sort(
      (a, b) =>
        HEALTH_STATES.indexOf(b.health) - HEALTH_STATES.indexOf(a.health) ||
        a.since.localeCompare(b.since) ||
        a.name.localeCompare(b.name, 'en', { numeric: true }),
    )
    .map((cell) => cell.name);
}

/** The sick cell after (1) or before (-1) this one, round the end; the first or last when this one is not sick. Null when no other is sick. */
export function sickNeighbour(sick: readonly string[], name: string, direction: 1 | -1): string | null {
  const at = sick.indexOf(name);
  const next = at < 0 ? sick.at(direction === 1 ? 0 : -1) : sick[(at + direction + sick.length) % sick.length];
  return next === undefined || next === name ? null : next;
}
