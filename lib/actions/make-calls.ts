import { type PlannedCall, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { LATE_STEP } from '#lib/domain/control/plan-halt.ts';
import { actCall, skip } from './act-call.ts';
import { ControllerSessions } from './controller-sessions.ts';
import type { LiveAction } from './live-action.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';
import { waitForDeployments } from './wait-for-deployments.ts';

/** Late calls wait so long for the early ones of all pipelines: one that hangs must not keep the doors of others open. */
const LATE_WAIT_MS = 5_000;

/**
 * Makes the calls of an action: those of one pipeline in the order of their steps, pipelines side by side. What is late (the
 * doors of later waves) comes when every pipeline has made what is not. Never throws.
 */
export async function makeCalls(live: LiveAction, calls: readonly PlannedCall[], parts: ActionParts): Promise<void> {
  const registry = parts.registry();
  if (!registry) {
    for (const call of calls) skip(live, call, 'no valid registry is known.');
    return;
  }
  const sessions = new ControllerSessions(parts.aws, registry, live.action, () => live.calls);
  const chains = [...new Set(calls.map(({ component }) => component))].map((component) => {
    const mine = calls.filter((call) => call.component === component);
    const early = makeInOrder(
      live,
      mine.filter(({ step }) => step < LATE_STEP || !isHalt(live)),
      sessions,
      parts,
    );
    return { early, late: mine.filter(({ step }) => step >= LATE_STEP && isHalt(live)) };
  });
  const all = Promise.all(chains.map(({ early }) => early));
  await Promise.race([all, pause(LATE_WAIT_MS, live.cancelled)]);
  await Promise.all(chains.map(({ early, late }) => early.then(() => makeInOrder(live, late, sessions, parts))));
  await live.save();
}

export const isHalt = ({ action }: LiveAction) => action.verb === 'halt-all' || action.verb === 'halt-rollout';

async function makeInOrder(
  live: LiveAction,
  calls: readonly PlannedCall[],
  sessions: ControllerSessions,
  parts: ActionParts,
): Promise<void> {
  const ordered = [...calls].sort((a, b) => a.step - b.step);
  const lastStop = ordered.findLastIndex(({ operation }) => operation === 'StopPipelineExecution');
  const doorsLeft: PlannedCall[] = [];
  for (const [index, call] of ordered.entries()) {
    // A stop does not wait for doors that AWS is too busy for: the first is tried for seconds, those after it once.
    const givesWay = index < lastStop && call.operation === 'DisableStageTransition';
    const briefly = doorsLeft.length > 0 ? [] : parts.timing.doorBusyMs;
    await actCall(live, call, sessions, parts, givesWay ? briefly : undefined);
    if (givesWay && live.progress(call.key).state === 'recorded') doorsLeft.push(call);
    if (index === lastStop) for (const door of doorsLeft) await actCall(live, door, sessions, parts);
    const rest = ordered.slice(index + 1);
    const next = rest[0];
    if (!next || STOPPING_VERBS.has(live.action.verb) || call.operation !== 'RollbackStage') continue;
    const { state } = live.progress(call.key);
    if (state !== 'accepted') {
      if (next.step === call.step) continue;
      for (const one of rest) skip(live, one, `${call.text} did not succeed.`);
      return;
    }
    if (next.step === call.step) continue;
    const failed = await waitForDeployments(live, call, parts);
    if (failed === null) continue;
    for (const one of rest) skip(live, one, failed);
    return;
  }
}
