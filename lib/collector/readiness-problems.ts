import type { ReadState } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { DocumentLocation } from '#lib/env.ts';
import type { Readiness } from '#lib/runtime-contract.ts';

/** Why there is no picture yet, in words; empty once a registry is in force. */
export function readinessProblems(
  { registry, read, faults }: { registry: Registry | null; read: ReadState; faults: readonly string[] },
  location: DocumentLocation,
): Readiness['problems'] {
  if (registry) return [];
  const where = location.kind === 's3' ? `s3://${location.bucket}/${location.key}` : location.path;
  if (faults.length > 0) {
    const detail = faults.slice(0, 20).join('\n');
    return [
      { code: 'registry-invalid', title: 'The cell registry has faults', detail, fix: `Correct ${where}; it is read again by itself.` },
    ];
  }
  if (read.failure) {
    const fix = `Check CELL_REGISTRY (${where}) and that Cellwatch may read it.`;
    return [{ code: 'registry-unreadable', title: "The cell registry can't be read", detail: read.failure.message, fix }];
  }
  return [{ code: 'starting', title: 'Cellwatch is starting', detail: `Reading the cell registry at ${where}.` }];
}
