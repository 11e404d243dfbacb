import type { ActionRun, Execution, PipelineState, PipelineStructure } from '#lib/domain/release/facts.ts';
import { isInFlight } from './pace.ts';

/** Executions of the past that are read although nothing asks for them: arrivals and bakes of the last days. */
const PAST = 10;
/** How far the past is searched for what last succeeded in each stage. */
const PAST_AT_MOST = 30;
/** A pipeline may have 500 actions: then fewer executions must do. */
const PAST_RUNS = 2_000;

/** Executions whose runs tell where releases stand now: those in flight, and those that last reached each stage. */
export function presentExecutions(state: PipelineState, executions: readonly Execution[]): string[] {
  const latest = state.stages.flatMap((stage) => (stage.latest ? [stage.latest.executionId] : []));
  return [...new Set([...executions.filter(isInFlight).map((execution) => execution.id), ...latest])];
}

/**
 * Executions of the past whose runs are wanted, newest first: the last ten, and further back until every stage has one that
 * succeeded in it. They are read one after the other: the answer depends on what is known by then.
 */
export function pastExecutions(
  structure: PipelineStructure,
  executions: readonly Execution[],
  runs: (executionId: string) => readonly ActionRun[],
): string[] {
  const missing = new Set(structure.stages.map((stage) => stage.name));
  const wanted: string[] = [];
  let count = 0;
  for (const { id } of executions.slice(0, PAST_AT_MOST)) {
    if ((wanted.length >= PAST && missing.size === 0) || count >= PAST_RUNS) break;
    wanted.push(id);
    count += runs(id).length;
    for (const stage of structure.stages) if (missing.has(stage.name) && succeededIn(stage, runs(id))) missing.delete(stage.name);
  }
  return wanted;
}

function succeededIn(stage: PipelineStructure['stages'][number], runs: readonly ActionRun[]): boolean {
  return stage.actions.every((action) =>
    runs.some((run) => run.stage === stage.name && run.action === action.name && run.status === 'Succeeded'),
  );
}
