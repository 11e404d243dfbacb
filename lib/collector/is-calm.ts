import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';

/** Nothing moves, and nothing is sick: no cell, nothing that cells share, and nothing that is found of several at once. */
export function isCalm(verdict: FleetVerdict | null, releases: ReleasePicture | null): boolean {
  if (!verdict) return false;
  const { summary, shared, findings } = verdict;
  if (summary.degraded + summary.critical + summary.noData + findings.length > 0) return false;
  if ([...shared.values()].some(({ health }) => health !== 'healthy')) return false;
  return !(releases?.rollouts ?? []).some(({ moving }) => moving);
}
