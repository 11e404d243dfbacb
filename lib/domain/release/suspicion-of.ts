import type { ReleasePicture, Suspect } from './rollout.ts';

/** Why cells are believed to be sick of a release: of itself, or of a rollback that brought it back; null when they are not. */
export function suspicionOf(executionId: string, { rollouts, suspects }: ReleasePicture): Suspect | null {
  for (const suspect of suspects.values()) if (suspect.executionId === executionId) return suspect;
  for (const suspect of suspects.values()) {
    const releases = rollouts.find(({ component }) => component === suspect.component)?.releases ?? [];
    if (releases.find((release) => release.executionId === suspect.executionId)?.rollbackTarget === executionId) return suspect;
  }
  return null;
}
