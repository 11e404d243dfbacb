import { type IncidentBook, incidentLevel } from '../incidents.ts';
import type { CommitWorld } from '../release-types.ts';
import type { CellWorld, Incident } from '../types.ts';
import { WAVES } from '../waves.ts';

/** The errors that bad releases raise: from the end of a deployment into a cell until a different commit is deployed there. */
export interface BadReleases {
  /** A commit of a component has reached a cell. */
  land(component: string, cell: CellWorld, commit: CommitWorld, at: number): void;
  /** As in ReleasesWorld. */
  extraErrorRatio(cell: string, at: number): number;
}

function placeOf(wave: string | null): number {
  return WAVES.findIndex(({ name }) => name === wave);
}

export function createBadReleases(incidents: IncidentBook): BadReleases {
  /** What raises errors now, by component and cell. */
  const open = new Map<string, { commit: CommitWorld; incident: Incident }>();
  const byCell = new Map<string, Incident[]>();
  return {
    land(component, cell, commit, at) {
      if (commit.quality === 'good' && open.size === 0) return;
      const key = `${component}/${cell.name}`;
      const before = open.get(key);
      if (before?.commit.id === commit.id) return;
      if (before) {
        before.incident.endedAt = at;
        open.delete(key);
      }
      if (commit.quality === 'good' || placeOf(cell.wave) < placeOf(commit.badFrom)) return;
      const incident = incidents.raise(cell.name, commit.severity, at);
      open.set(key, { commit, incident });
      byCell.set(cell.name, [...(byCell.get(cell.name) ?? []), incident]);
    },
    extraErrorRatio(cell, at) {
      let ratio = 0;
      for (const incident of byCell.get(cell) ?? []) ratio += incidentLevel(incident, at) * 0.5 * incident.severity ** 2;
      return Math.min(1, ratio);
    },
  };
}
