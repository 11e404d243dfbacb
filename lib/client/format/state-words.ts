import type { Health } from '#lib/domain/health/verdict.ts';
import type { ServiceState } from '#lib/domain/registry/registry.ts';

/** How a cell looks: one of the four healths, or out of service, which lies over them. */
export type Look = Health | 'out-of-service';

/** What the tile shows: out of service hides no health, but it is drawn as such. */
export function lookOf(cell: { health: Health; state: ServiceState }): Look {
  return cell.state === 'in-service' ? cell.health : 'out-of-service';
}

/** The word for each look. */
export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  healthy: 'healthy',
  degraded: 'degraded',
  critical: 'critical',
  'no-data': 'no data',
  'out-of-service': 'out of service',
};

/** The word for a registry state: "drained", "being built". */
export const SERVICE_WORDS: Readonly<Record<ServiceState, string>> = {
  'in-service': 'in service',
  drained: 'drained',
  building: 'being built',
};
