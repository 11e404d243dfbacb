import { type PlannedCall, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { refusalOf } from './call-outcome.ts';
import type { ControllerSessions } from './controller-sessions.ts';
import type { LiveAction } from './live-action.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';
import { sendCall } from './send-call.ts';

const JITTER = 0.3;

/**
 * Makes one call. That it is sent is kept before it is sent, what AWS answered after. Only what AWS refused for being busy is
 * sent again: that was not executed. Never throws.
 * @param briefly pauses of a call that others wait for: still refused after them, it stays `recorded`, to be made later
 */
export async function actCall(
  live: LiveAction,
  call: PlannedCall,
  sessions: ControllerSessions,
  parts: ActionParts,
  briefly?: readonly number[],
): Promise<void> {
  const { busyMs, stoppingBusyMs } = parts.timing;
  const waits = [...(briefly ?? (STOPPING_VERBS.has(live.action.verb) ? stoppingBusyMs : busyMs))];
  let lasting = busyMs.length;
  for (;;) {
    if (await isNoMore(live, call)) return;
    try {
      // The role first: as long as it is not assumed, nothing has been sent.
      const as = await sessions.of(call);
      if (await isNoMore(live, call)) return;
      live.update(call, { state: 'sent', sentAt: parts.clock.now(), error: null });
      await live.save();
      if (await isNoMore(live, call)) return;
      const { requestId, executionId } = await sendCall(parts.aws, withToken(call, live), as);
      live.update(call, { state: 'accepted', requestId, executionId });
      return;
    } catch (error) {
      const refusal = refusalOf(error, call);
      const { requestId } = refusal;
      if (refusal.kind === 'done-already') return live.update(call, { state: 'accepted', requestId });
      if (refusal.kind === 'unknown') return live.update(call, { state: 'unknown', requestId, error: refusal.error });
      const tired = refusal.lasts && lasting-- <= 0;
      const wait = refusal.again && !tired ? waits.shift() : undefined;
      if (!refusal.again || (wait === undefined && briefly === undefined)) {
        return live.update(call, { state: 'failed', requestId, error: refusal.error });
      }
      live.update(call, { state: 'recorded', sentAt: null, requestId, error: refusal.error });
      if (wait === undefined) return;
      await pause(wait * (1 + Math.random() * JITTER), live.cancelled);
    }
  }
}

/** Whether a call must not be sent any more; says so of it. */
async function isNoMore(live: LiveAction, call: PlannedCall): Promise<boolean> {
  const reason = await live.whyNot(call);
  if (reason !== null) skip(live, call, reason);
  return reason !== null;
}

/** Says of a call that it was not sent, and why. */
export function skip(live: LiveAction, call: PlannedCall, reason: string): void {
  live.update(call, { state: 'skipped', sentAt: null, error: { code: 'not-sent', message: `Not sent: ${reason}`, fix: null } });
}

/** The one call that AWS itself keeps from being done twice. */
function withToken(call: PlannedCall, { action }: LiveAction): PlannedCall {
  if (call.operation !== 'StartPipelineExecution') return call;
  return { ...call, input: { ...call.input, clientRequestToken: action.id } };
}
