import type { CellRelease, Rollout, Visit } from '../rollout.ts';

/** A rollout of which only the stays in cells are told. */
export function rolloutOf(component: string, stages: readonly string[], visits: ReadonlyMap<string, readonly Visit[]>): Rollout {
  const cells = [...visits].map(([cell, known]): [string, CellRelease] => [
    cell,
    {
      cell,
      component,
      stage: known[0]?.stage ?? '',
      intended: null,
      observed: null,
      unobserved: null,
      differs: false,
      place: 'done',
      arriving: null,
      arrivedAt: known[0]?.arrivedAt ?? null,
      deployedAt: known[0]?.deployedAt ?? null,
      bakeEndsAt: null,
      before: null,
      newest: true,
      visits: known,
    },
  ]);
  return {
    component,
    pipeline: { name: component, accountId: '100000000003', region: 'us-east-1', arn: '', version: 1, mode: 'SUPERSEDED' },
    stages: stages.map((name) => ({
      name,
      kind: 'wave',
      wave: name,
      cells: [],
      place: 'done',
      executionId: null,
      revision: null,
      since: null,
      inbound: [],
      paused: null,
      bake: null,
      approval: null,
      error: null,
      progress: null,
      actions: [],
    })),
    cells: new Map(cells),
    releases: [],
    newest: null,
    leading: null,
    moving: true,
    drift: [],
    read: { observedAt: null, intervalMs: 15_000, failure: null },
  };
}

/** A stay of a release: came at `arrivedAt`, deployed and baking since two minutes after it. */
export function visitOf(executionId: string, arrivedAt: number, changes: Partial<Visit> = {}): Visit {
  return {
    executionId,
    revision: executionId,
    type: 'STANDARD',
    stage: 'small',
    arrivedAt,
    deployedAt: arrivedAt + 120_000,
    failedAt: null,
    bake: { startedAt: arrivedAt + 120_000, endsAt: null, stoppedAt: null, status: 'running' },
    watchPending: false,
    leftAt: null,
    ...changes,
  };
}
