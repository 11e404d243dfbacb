import type { Execution, PipelineFacts } from './facts.ts';
import { rollbackCandidates } from './rollback-candidate.ts';
import { rolledBackReleases } from './rolled-back-releases.ts';
import { shortRevision } from './short-revision.ts';

/** Why a release is no good one to go back to: cells are sick of it, it was rolled back itself, or it is newer than what runs. */
type RollbackDoubt = 'suspected' | 'rolled-back' | 'newer';

/** What a stage should go back to, or why it can't. */
export type RollbackChoice =
  | {
      kind: 'candidate';
      executionId: string;
      revision: string;
      /** Null for a good one; otherwise there is no better. */
      doubt: RollbackDoubt | null;
      /** What AWS itself would have proposed, where that is another one. */
      passedOver: { executionId: string; why: RollbackDoubt | 'unusable' } | null;
    }
  | { kind: 'none'; reason: string };

interface Given {
  facts: PipelineFacts;
  stage: string;
  /** As of rollbackCandidates. */
  succeeded?: readonly Execution[] | undefined;
  /** Whether cells are believed to be sick of a release. */
  isSuspected(executionId: string): boolean;
  /** Why a release can't be deployed again, in words; null when it can, as far as anybody knows. */
  unusable?(executionId: string): string | null;
  /** The one that a person named, good or not. */
  meant?: string | undefined;
}

/**
 * The last good release of those that AWS would take: older than what runs, neither suspected nor rolled back. Where none is
 * left, the first that can be deployed at all, with the doubt about it.
 */
export function chooseRollback({ facts, stage, succeeded, isSuspected, unusable = () => null, meant }: Given): RollbackChoice {
  const found = rollbackCandidates(facts, stage, succeeded);
  if (found.kind === 'none') return found;
  const { present } = found;
  const executions = meant === undefined ? found.executions : found.executions.filter(({ id }) => id === meant);
  const undone = rolledBackReleases(facts);
  const doubtOf = ({ id, startedAt }: Execution): RollbackDoubt | null => {
    if (isSuspected(id)) return 'suspected';
    if (undone.has(id)) return 'rolled-back';
    return startedAt !== null && present.startedAt !== null && startedAt > present.startedAt ? 'newer' : null;
  };
  const usable = executions.filter(({ id }) => unusable(id) === null);
  const chosen = usable.find((execution) => doubtOf(execution) === null) ?? usable[0];
  const [first] = executions;
  if (!chosen) return { kind: 'none', reason: (first && unusable(first.id)) ?? 'That release brings what stands here already.' };
  return {
    kind: 'candidate',
    executionId: chosen.id,
    revision: chosen.revisions[0] ? shortRevision(chosen.revisions[0].id) : '?',
    doubt: doubtOf(chosen),
    passedOver: first && first !== chosen ? { executionId: first.id, why: doubtOf(first) ?? 'unusable' } : null,
  };
}
