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

/** The newest release between the rollback and its target that is known to have come into the stage, or of which nothing is known. */
function replacedBy(rollback: Execution, stage: string, { executions, runs }: Known): Execution | undefined {
  const at = executions.indexOf(rollback);
  const target = executions.findIndex(({ id }) => id === rollback.rollbackTarget);
  const between = executions.slice(at + 1, target === -1 ? undefined : target).filter(({ type }) => type === 'STANDARD');
  const came = between.find(({ id }) => runs.get(id)?.some((run) => run.stage === stage));
  return came ?? (target === -1 ? undefined : between.find(({ id }) => !runs.has(id)));
}
