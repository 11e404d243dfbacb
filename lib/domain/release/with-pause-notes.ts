import type { PauseNote } from '../control/action.ts';
import type { Rollout, StageRollout } from './rollout.ts';

/** A note is written when the closed door was seen, so after it was closed; clocks differ by less than this. */
const CLOCK_SKEW_MS = 30_000;

/**
 * Rollouts with what people noted when they closed doors through Cellwatch: who they are, in their own words why, who looks after
 * it and until when. A note is not of a door that was opened and closed again since.
 */
export function withPauseNotes(rollouts: readonly Rollout[], notes: readonly PauseNote[]): readonly Rollout[] {
  if (notes.length === 0) return rollouts;
  const byDoor = new Map(notes.map((note) => [`${note.component}/${note.stage}`, note]));
  return rollouts.map((rollout) => {
    const of = ({ name }: StageRollout) => byDoor.get(`${rollout.component}/${name}`);
    if (!rollout.stages.some((stage) => stage.paused && of(stage))) return rollout;
    return { ...rollout, stages: rollout.stages.map((stage) => noted(stage, of(stage))) };
  });
}

function noted(stage: StageRollout, note: PauseNote | undefined): StageRollout {
  const { paused } = stage;
  if (!paused || !note || (paused.at !== null && paused.at > note.at + CLOCK_SKEW_MS)) return stage;
  const { by, reason, owner, until } = note;
  return { ...stage, paused: { by: by.name, at: paused.at, reason, owner, until } };
}
