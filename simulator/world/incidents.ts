import type { Clock, Incident, World } from './types.ts';
import { INCIDENT_KINDS } from './types.ts';

const RAMP_MS = 90_000;

/** How far an incident has come in the minute that starts at `at`: 0 none, 1 full. Minutes that ended before it began are never touched. */
export function incidentLevel(incident: Incident, at: number): number {
  const end = at + 60_000;
  if (end <= incident.startedAt) return 0;
  const rise = Math.min(1, (end - incident.startedAt) / RAMP_MS);
  if (incident.endedAt === null || end <= incident.endedAt) return rise;
  return at >= incident.endedAt ? 0 : rise * ((incident.endedAt - at) / 60_000);
}

export interface IncidentBook {
  api: World['incidents'];
  /** Incidents of a cell, those of releases too, oldest first; undefined when it never had one. */
  of(cell: string): readonly Incident[] | undefined;
  /** Cells that ever had one. */
  cells(): Iterable<string>;
  /** Errors that a release brings into a cell from `at` on. They are in no list, and end when `endedAt` is set. */
  raise(cell: string, severity: number, at: number): Incident;
}

/** Keeps what was started by hand and when it ended. */
export function createIncidents(clock: Clock, known: ReadonlySet<string>): IncidentBook {
  const all: Incident[] = [];
  const byCell = new Map<string, Incident[]>();
  let serial = 0;
  return {
    of: (cell) => byCell.get(cell),
    cells: () => byCell.keys(),
    raise(cell, severity, at) {
      const incident: Incident = { id: `release-${++serial}`, cell, kind: 'errors', severity, startedAt: at, endedAt: null };
      byCell.set(cell, [...(byCell.get(cell) ?? []), incident]);
      return incident;
    },
    api: {
      list: () => all.map((incident) => ({ ...incident })),
      start({ cell, kind, severity = 0.8 }) {
        if (!known.has(cell)) throw new RangeError(`There is no cell "${cell}"`);
        if (!INCIDENT_KINDS.includes(kind)) throw new RangeError(`There is no incident "${kind}"; expected ${INCIDENT_KINDS.join(', ')}`);
        if (!(severity >= 0 && severity <= 1)) throw new RangeError(`severity is ${severity}; expected 0 to 1`);
        const incident: Incident = { id: `incident-${++serial}`, cell, kind, severity, startedAt: clock.now(), endedAt: null };
        all.push(incident);
        byCell.set(cell, [...(byCell.get(cell) ?? []), incident]);
        return { ...incident };
      },
      end(id) {
        let ended = 0;
        for (const incident of all) {
          if (incident.endedAt !== null || (id !== undefined && incident.id !== id)) continue;
          incident.endedAt = clock.now();
          ended++;
        }
        return ended;
      },
    },
  };
}
