import type { Execution, StageState } from './facts.ts';
import { isApproval } from './pick-runs.ts';
import type { BakeProgress, Place, StageRollout } from './rollout.ts';

interface Given {
  state: StageState;
  actions: StageRollout['actions'];
  bake: BakeProgress | null;
  approval: StageRollout['approval'];
  /** A newer release is on its way to this stage. */
  expected: boolean;
  /** A stage's own execution; undefined when it is not known. */
  execution: Execution | undefined;
}

/** Where a stage stands with its newest release, since when, and what went wrong. */
export function stagePlace(given: Given): { place: Place; since: number | null; error: string | null } {
  const { state, actions, bake, approval } = given;
  const place = placeOf(given);
  const began = least(actions.map((action) => action.startedAt));
  const ended = most(actions.map((action) => action.updatedAt));
  const broken = actions.findLast((action) => action.status === 'failed' || action.status === 'abandoned');
  switch (place) {
    case 'never':
      return { place, since: null, error: null };
    case 'paused':
      return { place, since: state.transition.changedAt, error: null };
    case 'approval':
      return { place, since: approval?.since ?? began, error: null };
    case 'baking':
      return { place, since: bake?.startedAt ?? began, error: null };
    case 'deploying':
    case 'stopping':
      return { place, since: began, error: null };
    case 'failed':
      return { place, since: broken?.updatedAt ?? ended, error: whatFailed(given, broken) };
    case 'stopped':
      return { place, since: given.execution?.updatedAt ?? ended, error: given.execution?.stopReason ?? null };
    case 'waiting':
    case 'done':
    case 'rolled-back':
      return { place, since: ended, error: null };
  }
}

function placeOf({ state, actions, bake, approval, expected }: Given): Place {
  const { latest, transition } = state;
  const status = latest?.status;
  if (status === 'InProgress') {
    if (approval) return 'approval';
    const watching = state.conditions.some((condition) => condition.when === 'ON_SUCCESS' && condition.status === 'InProgress');
    return bake?.status === 'running' || watching ? 'baking' : 'deploying';
  }
  if (status === 'Stopping') return 'stopping';
  if (status === 'Failed') return 'failed';
  if (status === 'Stopped' || status === 'Cancelled') return 'stopped';
  if (!transition.enabled) return 'paused';
  if (state.inbound.length > 0 || expected) return 'waiting';
  if (!latest) return 'never';
  if (status === 'Succeeded' && latest.type === 'ROLLBACK') return 'rolled-back';
  // Superseded and Skipped: nothing was done here, so what was before stands.
  return status === 'Succeeded' || actions.some((action) => action.status === 'succeeded') ? 'done' : 'never';
}

function whatFailed({ state, bake }: Given, broken: StageRollout['actions'][number] | undefined): string | null {
  const condition = state.conditions.find((one) => one.status === 'Failed' || one.status === 'Errored');
  if (bake && (bake.status === 'failed' || bake.status === 'aborted')) return bake.error ?? 'the bake failed';
  if (broken) return broken.error ?? (isApproval(broken) ? 'rejected' : `${broken.name} ${broken.status}`);
  return condition?.summary ?? null;
}

function least(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function most(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
