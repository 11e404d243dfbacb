import type { PlannedCall } from '#lib/domain/control/action.ts';
import { ARN_OF_STATES } from '#lib/domain/control/action.ts';
import { effectShown } from '#lib/domain/control/effect-shown.ts';
import { describeExecution } from '#lib/sources/step-functions/describe-execution.ts';
import type { LiveAction } from './live-action.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';
import { readerOf } from './reader-of.ts';

const SLOWER = 1.5;
const SLOWEST_MS = 5_000;
/** What could not be stopped because it ended by itself has ended all the same. */
const ENDED_BY_ITSELF = 'PipelineExecutionNotStoppableException';

/**
 * Looks at the pipelines until they show what the calls were to do, or for as long as the timing says. Ends without a verdict
 * when the server stops: the next start looks on. Never throws.
 */
export async function observe(live: LiveAction, calls: readonly PlannedCall[], parts: ActionParts, stopping: AbortSignal): Promise<void> {
  const { clock, timing } = parts;
  const until = clock.now() + timing.observeMs;
  let wait = timing.lookAgainMs;
  for (;;) {
    const open = calls.filter((call) => isOpen(live, call));
    if (open.length === 0 || stopping.aborted) return live.save();
    await Promise.all([...new Set(open.map(({ component }) => component))].map((component) => look(live, component, open, parts)));
    const left = open.filter((call) => isOpen(live, call));
    if (left.length === 0 || clock.now() >= until) {
      for (const call of left) notShown(live, call, timing.observeMs);
      return live.save();
    }
    await live.save();
    await pause(Math.min(wait, Math.max(0, until - clock.now())), stopping);
    wait = Math.min(wait * SLOWER, SLOWEST_MS);
  }
}

function isOpen(live: LiveAction, { key }: PlannedCall): boolean {
  const { state, error } = live.progress(key);
  return state === 'accepted' || state === 'unknown' || (state === 'failed' && error?.code === ENDED_BY_ITSELF);
}

async function look(live: LiveAction, component: string, open: readonly PlannedCall[], parts: ActionParts): Promise<void> {
  const mine = open.filter((call) => call.component === component);
  const ends = mine.filter(({ operation }) => operation === 'StopExecution');
  const bakes = new Map<string, string>();
  await Promise.all(ends.map((call) => lookAtBake(String(call.input.executionArn), bakes, parts)));
  const facts = await parts.releases.refreshNow(component).catch(() => null);
  for (const call of mine) {
    const { sentAt, executionId, error } = live.progress(call.key);
    const known = facts ?? parts.releases.facts(component);
    // Without a new read only the bake can tell anything.
    if (!known || (!facts && call.operation !== 'StopExecution')) continue;
    if (effectShown(call, { sentAt: sentAt ?? 0, executionId }, { facts: known, bakes }) === true) {
      live.update(call, { state: 'observed', error: error?.code === ENDED_BY_ITSELF ? error : null });
    }
  }
}

async function lookAtBake(arn: string, bakes: Map<string, string>, { aws, registry }: ActionParts): Promise<void> {
  const known = registry();
  const [, region, accountId] = ARN_OF_STATES.exec(arn) ?? [];
  if (!known || !region || !accountId) return;
  const described = await describeExecution(aws, readerOf(known, { accountId, region }), arn, 'control').catch(() => null);
  if (described) bakes.set(arn, described.bake.status);
}

/** What nobody has seen is not called done. It is not sent again either. */
function notShown(live: LiveAction, call: PlannedCall, ms: number): void {
  const { state, error } = live.progress(call.key);
  if (state === 'failed') return;
  const seconds = Math.round(ms / 1000);
  const fix = 'Look at the pipeline in AWS. Nothing was sent twice; a new action plans on what is there then.';
  const message =
    state === 'accepted'
      ? `AWS took it, but within ${seconds} s the pipeline has not shown it.`
      : `${error?.message ?? 'No answer came.'} Within ${seconds} s the pipeline has not shown that it was done.`;
  live.update(call, { error: { code: 'not-shown', message, fix } });
}
