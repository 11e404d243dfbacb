import { type ObservedVersion, type PipelineFacts, TERMINAL_EXECUTION_STATUSES } from './facts.ts';
import type { MappedStage } from './map-stages.ts';
import { bringTheSame } from './name-releases.ts';
import type { CellRelease, Release, Visit } from './rollout.ts';
import { revisionKind, sameRevision } from './short-revision.ts';

/** CloudFormation and clusters show a deployment some time after the pipeline says that it ended. */
const SHOWN_AFTER_MS = 2 * 60_000;

/** Older stays say nothing of the present. */
const VISITS_KEPT = 4;

interface Given {
  facts: PipelineFacts;
  stages: readonly MappedStage[];
  visits: ReadonlyMap<string, readonly Visit[]>;
  releases: ReadonlyMap<string, Release>;
  leading: Release | null;
}

/** What a component's pipeline put into each of its cells, and what is seen to run there. In steps of a stage each. */
export function* releaseCells(given: Given): Generator<undefined, Map<string, CellRelease>> {
  const cells = new Map<string, CellRelease>();
  for (const stage of given.stages) {
    for (const cell of stage.cells) {
      const before = cells.get(cell);
      const visits = given.visits.get(cell) ?? [];
      // Of several stages that lead to one cell, the one that came there last.
      if (before && visits[0]?.stage !== stage.name) continue;
      cells.set(cell, releaseCell(cell, stage, visits, given));
    }
    yield;
  }
  return cells;
}

function releaseCell(cell: string, stage: MappedStage, visits: readonly Visit[], given: Given): CellRelease {
  const { facts, releases, leading } = given;
  const deployed = visits.filter((visit) => visit.deployedAt !== null).toSorted((a, b) => (b.deployedAt ?? 0) - (a.deployedAt ?? 0));
  const last = deployed[0];
  const guess = last ? null : deployedByWord(stage, visits.length > 0, given);
  const intended = last
    ? { revision: last.revision, executionId: last.executionId, at: last.deployedAt }
    : guess && { revision: guess.revision, executionId: guess.executionId, at: null };
  const release = intended ? releases.get(intended.executionId) : undefined;
  const present = visits[0];
  const place = placeOf(present, given);
  const seen = facts.observed.get(cell);
  const replaced = last && deployed.find((visit) => visit.revision !== last.revision);
  return {
    cell,
    component: facts.component,
    stage: present?.stage ?? stage.name,
    intended,
    observed: seen && seen.read.observedAt !== null ? { version: seen.version, at: seen.changedAt } : null,
    unobserved: seen && seen.version === null ? (seen.read.failure?.message ?? notTold(seen)) : null,
    differs: last !== undefined && place !== 'deploying' && differs(seen, release, last),
    place: place === 'none' && intended ? 'done' : place,
    arriving: place === 'deploying' && present ? { revision: present.revision, executionId: present.executionId } : null,
    arrivedAt: present?.arrivedAt ?? null,
    deployedAt: intended?.at ?? null,
    bakeEndsAt: last?.bake?.endsAt ?? null,
    before: replaced ? { revision: replaced.revision, executionId: replaced.executionId } : null,
    newest: release !== undefined && leading !== null && bringTheSame(release.revisions, leading.revisions),
    visits: visits.slice(0, VISITS_KEPT),
  };
}

function placeOf(present: Visit | undefined, { releases }: Given): CellRelease['place'] {
  if (!present) return 'none';
  if (present.failedAt !== null) return 'failed';
  if (present.deployedAt === null) {
    const status = releases.get(present.executionId)?.status;
    if (status === 'Succeeded') return 'done';
    // What has ended without deploying did not come through, although a run was last seen under way.
    return status && TERMINAL_EXECUTION_STATUSES.has(status) ? 'failed' : 'deploying';
  }
  return present.bake?.status === 'running' || present.watchPending ? 'baking' : 'done';
}

/** Without a run to tell: a stage that succeeded deployed to all of its cells, and so did a pipeline that went through. */
function deployedByWord(stage: MappedStage, visited: boolean, { facts, releases }: Given): Release | null {
  const latest = facts.state?.stages.find((one) => one.name === stage.name)?.latest;
  const unknown = (id: string) => !facts.runs.has(id);
  if (latest?.status === 'Succeeded' && unknown(latest.executionId)) return releases.get(latest.executionId) ?? null;
  // A cell that the stage's own release did not come to is new here: what went through before says nothing of it.
  if (!visited && !(latest && unknown(latest.executionId))) return null;
  const through = facts.executions.find((one) => one.status === 'Succeeded' && one.type === 'STANDARD' && unknown(one.id));
  return (through && releases.get(through.id)) ?? null;
}

function notTold({ read, from }: ObservedVersion): string | null {
  if (read.observedAt === null) return null;
  return from === 'stack' ? 'Its stack does not tell which version it runs.' : 'Its image does not tell which version it is.';
}

/** Only a look that is newer than the deployment, at something of the same kind, says that something else runs. */
function differs(seen: ObservedVersion | undefined, release: Release | undefined, last: Visit): boolean {
  if (!seen || seen.version === null || seen.read.observedAt === null || !release) return false;
  if (seen.read.observedAt < (last.deployedAt ?? 0) + SHOWN_AFTER_MS) return false;
  const { version } = seen;
  const comparable = release.revisions.filter((revision) => revisionKind(revision.id) === revisionKind(version));
  return comparable.length > 0 && !comparable.some((revision) => sameRevision(revision.id, version));
}
