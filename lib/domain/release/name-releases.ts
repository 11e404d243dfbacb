import type { Execution, Revision } from './facts.ts';
import type { Release } from './rollout.ts';
import { sameRevision, shortRevision } from './short-revision.ts';

/** Told where AWS names no revision. */
const UNKNOWN_REVISION = '?';

/** Executions as people call them, newest first. A rollback goes by the revision of what it goes back to. */
export function nameReleases(executions: readonly Execution[]): Release[] {
  const byId = new Map(executions.map((execution) => [execution.id, execution]));
  return executions.map((execution) => {
    const revisions = effectiveRevisions(execution, byId);
    return {
      executionId: execution.id,
      revision: revisions[0] ? shortRevision(revisions[0].id) : UNKNOWN_REVISION,
      revisions,
      status: execution.status,
      type: execution.type,
      rollbackTarget: execution.rollbackTarget,
      startedAt: execution.startedAt,
      updatedAt: execution.updatedAt,
      trigger: execution.trigger ? (execution.trigger.detail ?? execution.trigger.type) : null,
      stopReason: execution.stopReason,
    };
  });
}

function effectiveRevisions(execution: Execution, byId: ReadonlyMap<string, Execution>): readonly Revision[] {
  const target = execution.rollbackTarget === null ? undefined : byId.get(execution.rollbackTarget);
  if (execution.type === 'ROLLBACK' && target && target.type !== 'ROLLBACK') return target.revisions;
  return execution.revisions;
}

/** Whether two releases bring the same: every source the same revision. */
export function bringTheSame(a: readonly Revision[], b: readonly Revision[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((one) => b.some((other) => other.action === one.action && sameRevision(other.id, one.id)));
}
