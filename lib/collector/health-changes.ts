import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { HealthChange } from '#lib/store/store.ts';

/** Cells whose health differs from the judgement before, for the store. */
export function healthChanges(previous: FleetVerdict | null, verdict: FleetVerdict): HealthChange[] {
  const changes: HealthChange[] = [];
  for (const [cell, judged] of verdict.cells) {
    const before = previous?.cells.get(cell)?.health ?? null;
    if (before === judged.health) continue;
    const reason = judged.evidence.find((evidence) => !evidence.informs)?.text ?? '';
    changes.push({ cell, at: judged.since, from: before, to: judged.health, reason });
  }
  return changes;
}
