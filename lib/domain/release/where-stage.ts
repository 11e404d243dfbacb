import type { StageRollout } from './rollout.ts';

/** The wave that a stage leads to: its own, or for an approval or a test between waves the next one's; null before source and build are done and after all. */
export function waveAhead(stages: readonly StageRollout[], stage: StageRollout): string | null {
  if (stage.wave !== null || stage.kind === 'wave') return stage.wave;
  const at = stages.indexOf(stage);
  const between = stages.slice(0, at).some((one) => one.kind === 'wave') || stage.approval !== null;
  return between ? (stages.slice(at).find((one) => one.wave !== null)?.wave ?? null) : null;
}

/** "wave small", or the stage's name where it leads to no wave of its own. */
export function whereName(stages: readonly StageRollout[], stage: StageRollout): string {
  const wave = waveAhead(stages, stage);
  return wave === null ? stage.name : `wave ${wave}`;
}
