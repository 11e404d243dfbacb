import { count } from '#lib/domain/health/wording.ts';
import type { ReleasePicture, Suspect } from '#lib/domain/release/rollout.ts';
import type { SuspectView } from './release-views.ts';

/** Of each suspected release one suspicion, in the order of components. */
export function suspectedReleases({ rollouts, suspects }: ReleasePicture): Suspect[] {
  const byRelease = new Map<string, Suspect>();
  for (const suspect of suspects.values()) {
    const before = byRelease.get(suspect.executionId);
    if (!before || suspect.certainty > before.certainty) byRelease.set(suspect.executionId, suspect);
  }
  const order = new Map(rollouts.map(({ component }, index) => [component, index]));
  return [...byRelease.values()].sort((a, b) => (order.get(a.component) ?? 0) - (order.get(b.component) ?? 0));
}

export function suspectView(suspect: Suspect): SuspectView {
  const { component, revision, executionId, contrast, text } = suspect;
  return { component, revision, executionId, contrast, text, rival: rivalWords(suspect) };
}

function rivalWords({ rival, sickWith }: Suspect): string {
  return rival
    ? `or ${rival.component} ${rival.revision}, in ${count(rival.sickWith)} of ${count(sickWith)} sick ${sickWith === 1 ? 'cell' : 'cells'} too`
    : '';
}
