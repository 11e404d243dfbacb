import type { CostLine, RecordKind } from './cost-line.ts';

/** What kind of charge a line is; where the query did not tell, the service's name does. */
export function kindOf({ kind, service }: Pick<CostLine, 'kind' | 'service'>): RecordKind {
  if (kind) return kind;
  if (service === 'Tax') return 'tax';
  return /^AWS (Premium )?Support\b/.test(service) ? 'support' : 'usage';
}
