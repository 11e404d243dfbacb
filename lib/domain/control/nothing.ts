import type { ActionTarget } from './action.ts';
import type { Draft, PlanningFacts } from './draft.ts';
import type { PipelinePicture } from './pipeline-picture.ts';

/** A draft that does nothing, and says why. */
export function nothing(title: string, target: ActionTarget, reason: string): Draft {
  return {
    title,
    summary: reason,
    calls: [],
    impossible: [{ component: target.component, stage: target.stage ?? null, reason }],
    warnings: [],
    moves: [],
    basedOn: new Map(),
  };
}

/** The one pipeline of a starting verb, read now: what starts something is never planned on an old picture. */
export function pictureMeant({
  target,
  pictures,
  unreadable,
}: PlanningFacts): { ok: true; picture: PipelinePicture } | { ok: false; reason: string } {
  const picture = pictures.find(({ component }) => component === target.component);
  if (picture && picture.old === null && picture.facts.state) return { ok: true, picture };
  const why = picture?.old ?? unreadable.find(({ component }) => component === target.component)?.reason;
  return { ok: false, reason: `What ${target.component} does now could not be read${why ? `: ${why}` : ''}.` };
}
