import type { Engine } from './engine.ts';
import { findStage } from './find-stage.ts';
import { admit } from './move-executions.ts';
import type { Pipeline } from './pipeline-types.ts';

const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

/** Closes the door in front of a stage; the last one to say so wins. What is inside goes on. */
export function disableTransition(engine: Engine, pipeline: Pipeline, stage: string, reason: string, by: string): void {
  const state = findStage(pipeline, stage);
  const { transition } = state;
  const changedAt = engine.time.now();
  // A door that stays shut has been shut since the first time.
  const shutAt = transition.enabled ? changedAt : transition.shutAt;
  state.transition = { enabled: false, changedBy: by, changedAt, reason, shutAt };
  engine.changed(pipeline.component.name, { what: 'transition', stage, enabled: false });
}

/** Opens the door, and lets in who waits there, unless it was shut for more than 30 days. */
export function enableTransition(engine: Engine, pipeline: Pipeline, stage: string, by: string): void {
  const state = findStage(pipeline, stage);
  const changedAt = engine.time.now();
  const { enabled, shutAt } = state.transition;
  if (!enabled && shutAt !== null && changedAt - shutAt > FORGOTTEN_AFTER_MS) state.stale = state.inbound.length > 0;
  state.transition = { enabled: true, changedBy: by, changedAt, reason: null, shutAt: null };
  engine.changed(pipeline.component.name, { what: 'transition', stage, enabled: true });
  admit(engine, pipeline, state);
}
