import {
  type ActionStatus,
  EXECUTION_STATUSES,
  type ExecutionMode,
  type ExecutionStatus,
  type StageStatus,
} from '#lib/domain/release/facts.ts';

/** A status that AWS invents later is read as one that has not ended, so that it is looked at again. */
const UNENDED = 'InProgress';
const ACTION_STATUSES: readonly ActionStatus[] = ['InProgress', 'Abandoned', 'Succeeded', 'Failed'];
const MODES: readonly ExecutionMode[] = ['SUPERSEDED', 'QUEUED', 'PARALLEL'];

export function executionStatus(given: string | undefined): ExecutionStatus {
  return EXECUTION_STATUSES.find((known) => known === given) ?? UNENDED;
}

export function stageStatus(given: string | undefined): StageStatus {
  return given === 'Skipped' ? given : executionStatus(given);
}

/** Null when AWS tells none: the action has never run. */
export function actionStatus(given: string | undefined): ActionStatus | null {
  return given === undefined ? null : (ACTION_STATUSES.find((known) => known === given) ?? UNENDED);
}

/** SUPERSEDED is what a pipeline has that names no mode. */
export function executionMode(given: string | undefined): ExecutionMode {
  return MODES.find((known) => known === given) ?? 'SUPERSEDED';
}

export function executionType(given: string | undefined): 'STANDARD' | 'ROLLBACK' {
  return given === 'ROLLBACK' ? given : 'STANDARD';
}
