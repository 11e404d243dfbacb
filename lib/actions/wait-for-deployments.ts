import type { PlannedCall } from '#lib/domain/control/action.ts';
import { picturePipeline } from '#lib/domain/control/pipeline-picture.ts';
import { runningExecutions } from '#lib/domain/control/running-executions.ts';
import type { LiveAction } from './live-action.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';

const LOOK_MS = 5_000;

/**
 * Waits until the deployments of a rollback have ended, its bake not.
 * @returns null when they succeeded, else why the next wave must not be rolled back now
 */
export async function waitForDeployments(live: LiveAction, call: PlannedCall, parts: ActionParts): Promise<string | null> {
  const { executionId } = live.progress(call.key);
  const { clock, timing } = parts;
  const until = clock.now() + timing.deployMs;
  const look = Math.min(LOOK_MS, timing.lookAgainMs * 2);
  for (;;) {
    await pause(look, live.cancelled);
    if (live.cancelled.aborted) return String(live.cancelled.reason);
    const stands = await standing(call, executionId, parts);
    if (stands === 'deployed') return null;
    if (stands === 'failed') return `the rollback of ${call.stage} failed.`;
    if (clock.now() > until) return `the rollback of ${call.stage} has not ended within ${Math.round(timing.deployMs / 60_000)} min.`;
  }
}

async function standing(call: PlannedCall, executionId: string | null, parts: ActionParts): Promise<'deploying' | 'deployed' | 'failed'> {
  const registry = parts.registry();
  const component = registry?.components.find(({ name }) => name === call.component);
  if (!registry || !component) return 'deploying';
  let facts: Awaited<ReturnType<ActionParts['releases']['refreshNow']>>;
  try {
    facts = await parts.releases.refreshNow(call.component);
  } catch {
    // Looked for again; what can't be read is neither deployed nor failed.
    return 'deploying';
  }
  const execution = facts.executions.find(({ id }) => id === executionId);
  if (execution && ['Failed', 'Stopped', 'Cancelled', 'Superseded'].includes(execution.status)) return 'failed';
  const picture = picturePipeline({ component, registry, facts, bakeArns: new Map(), readAt: null, old: null });
  const stage = picture?.stages.find(({ name }) => name === call.stage);
  const latest = stage?.state?.latest;
  if (!picture || !stage || latest?.executionId !== executionId) return 'deploying';
  if (latest.status === 'Succeeded') return 'deployed';
  if (latest.status !== 'InProgress') return 'failed';
  const running = runningExecutions(picture).find((one) => one.executionId === executionId);
  const watchesOnly = running && running.work.length === 0 && (running.bakes.length > 0 || running.judging);
  return watchesOnly ? 'deployed' : 'deploying';
}
