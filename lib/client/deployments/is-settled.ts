import { CELL_MARKS, type ComponentRolloutView, type CrossingView } from '#lib/views/rollouts-view.ts';

/** Whether every cell of a wave that has the component runs its new release, so that marks for each would tell nothing. */
export function isAllNew({ marks }: Pick<CrossingView, 'marks'>): boolean {
  return [...marks].every((mark) => mark === CELL_MARKS.new || mark === CELL_MARKS.none);
}

/** Whether nothing is to be told of a component but its version: it is everywhere, at rest, and nobody holds it anywhere. */
export function isSettled({ moving, paused, source, crossings }: ComponentRolloutView): boolean {
  return !moving && !paused && source.tone === 'quiet' && crossings.every((crossing) => crossing.tone === 'quiet' && isAllNew(crossing));
}
