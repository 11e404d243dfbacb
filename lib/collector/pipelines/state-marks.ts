import type { PipelineState } from '#lib/domain/release/facts.ts';

/** What changes whenever the list of executions does, as far as the state tells. */
export function pipelineMark(state: PipelineState): string {
  return JSON.stringify(state.stages.map(({ latest, inbound }) => [latest, inbound]));
}

/** By execution: what changes whenever its actions do. The state names no execution beside an action: the stage's latest is taken. */
export function executionMarks(state: PipelineState): Map<string, string> {
  const marks = new Map<string, string>();
  for (const { name, latest, actions } of state.stages) {
    if (!latest) continue;
    const mark = JSON.stringify([
      name,
      latest.status,
      actions.map((action) => [action.actionExecutionId, action.status, action.changedAt]),
    ]);
    marks.set(latest.executionId, (marks.get(latest.executionId) ?? '') + mark);
  }
  return marks;
}
