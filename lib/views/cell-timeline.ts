import { duration } from '#lib/domain/health/wording.ts';
import type { Rollout, Visit } from '#lib/domain/release/rollout.ts';
import type { HealthChange } from '#lib/store/store.ts';
import type { CellAction } from './cell-actions.ts';
import { isoTime } from './iso-time.ts';
import type { CellEventView } from './release-views.ts';

const EVENTS_TOLD = 200;

type ReleaseEvent = Extract<CellEventView, { kind: 'release' }>;

/** Changes of health, releases and actions of one cell since `since` (epoch ms), newest first. */
export function cellTimeline(given: {
  cell: string;
  changes: readonly HealthChange[];
  rollouts: readonly Rollout[];
  actions: readonly CellAction[];
  since: number;
}): CellEventView[] {
  const events: { at: number; event: CellEventView }[] = [
    ...given.changes.map(({ at, from, to, reason }) => ({ at, event: { kind: 'health' as const, at: isoTime(at), from, to, reason } })),
    ...given.actions.map(({ at, ...action }) => ({ at, event: { kind: 'action' as const, at: isoTime(at), ...action } })),
    ...given.rollouts.flatMap((rollout) => (rollout.cells.get(given.cell)?.visits ?? []).flatMap((visit) => visitEvents(visit, rollout))),
  ];
  return events
    .filter(({ at, event }) => event.kind === 'health' || at >= given.since)
    .sort((a, b) => b.at - a.at)
    .slice(0, EVENTS_TOLD)
    .map(({ event }) => event);
}

function visitEvents(visit: Visit, { component, pipeline }: Rollout): { at: number; event: ReleaseEvent }[] {
  const { revision, executionId, bake } = visit;
  const what = `${component} ${revision}`;
  const back = visit.type === 'ROLLBACK';
  const told = (at: number | null, event: ReleaseEvent['what'], text: string) =>
    at === null
      ? []
      : [
          {
            at,
            event: {
              kind: 'release' as const,
              at: isoTime(at),
              what: event,
              component,
              pipeline: pipeline.name,
              revision,
              executionId,
              text,
            },
          },
        ];
  const ended = bake?.stoppedAt ?? null;
  const took = ended === null || bake?.startedAt === null || bake?.startedAt === undefined ? '' : ` ${duration(ended - bake.startedAt)}`;
  return [
    ...told(visit.arrivedAt, 'arrived', back ? `rolling back to ${what}` : `${what} arriving`),
    ...told(visit.deployedAt, 'deployed', back ? `rolled back to ${what}` : `${what} deployed`),
    ...told(visit.failedAt, 'failed', `${what} could not be deployed`),
    ...(bake?.status === 'succeeded' ? told(ended, 'baked', `${what} baked${took}`) : []),
    ...(bake?.status === 'failed' ? told(ended, 'bake-failed', `the bake of ${what} failed`) : []),
    ...(bake?.status === 'aborted' ? told(ended, 'bake-failed', `the bake of ${what} was stopped`) : []),
  ];
}
