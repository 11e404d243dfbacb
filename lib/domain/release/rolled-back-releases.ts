import type { Execution, PipelineFacts } from './facts.ts';

/** Where and when a release was rolled back. */
export interface RolledBack {
  stage: string;
  /** Epoch ms; null when unknown. */
  at: number | null;
}

type Known = Pick<PipelineFacts, 'executions' | 'state' | 'runs'>;

/**
 * Releases that somebody rolled back, by execution id, each with the last time: what had come into a stage after the release to
 * which that stage went back.
 */
export function rolledBackReleases(facts: Known): Map<string, RolledBack> {
  const found = new Map<string, RolledBack>();
  for (const rollback of facts.executions) {
    if (rollback.type !== 'ROLLBACK') continue;
    for (const stage of stagesOf(rollback, facts)) {
      const replaced = replacedBy(rollback, stage, facts);
      if (replaced && !found.has(replaced.id)) found.set(replaced.id, { stage, at: rollback.startedAt });
    }
  }
  return found;
}

function stagesOf({ id }: Execution, { state, runs }: Known): Set<string> {
  const standing = state?.stages.flatMap(({ name, latest }) => (latest?.executionId === id ? [name] : [])) ?? [];
  return new Set([...standing, ...(runs.get(id)?.map(({ stage }) => stage) ?? [])]);
}

/**
 * What stood in the stage before the rollback: the newest execution between it and its target that is known to have come into the
 * stage, or of which nothing is known; of a rollback, the release to which that went back.
 */
function replacedBy(rollback: Execution, stage: string, facts: Known): Execution | undefined {
  const { executions, runs } = facts;
  const at = executions.indexOf(rollback);
  const target = executions.findIndex(({ id }) => id === rollback.rollbackTarget);
  const came = (execution: Execution) =>
    execution.type === 'ROLLBACK' ? stagesOf(execution, facts).has(stage) : runs.get(execution.id)?.some((run) => run.stage === stage);
  const between = executions.slice(at + 1, target === -1 ? undefined : target);
  const found = between.find(came) ?? (target === -1 ? undefined : between.find(({ id, type }) => type === 'STANDARD' && !runs.has(id)));
  if (found?.type !== 'ROLLBACK') return found;
  const stood = executions.find(({ id }) => id === found.rollbackTarget);
  return stood?.id === rollback.rollbackTarget ? undefined : stood;
}
