import { createHash } from 'node:crypto';
import type { Grant } from '#lib/domain/access/access.ts';
import type { MayAct } from '#lib/domain/access/may-act.ts';
import { type Plan, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import { fingerprintText } from '#lib/domain/control/assemble-plan.ts';
import type { PlanningFacts } from '#lib/domain/control/draft.ts';
import { releaseName } from '#lib/domain/control/pipeline-picture.ts';
import { mayDoAll, planAction } from '#lib/domain/control/plan-action.ts';
import { ALL_COMPONENTS } from '#lib/domain/control/public-plan.ts';
import type { Caller, PlanRequest } from '#lib/domain/control/request.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionParts } from './ports.ts';
import { readPictures } from './read-pictures.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A plan on the world as it is now, and what people call the releases in it. */
export interface PlannedNow {
  plan: Plan;
  /** Why the state of a component could not be read just now; null when all of it was. */
  unread: string | null;
  /** Whether somebody with other rights may do all of it, on the same state. */
  mayToo(grants: readonly Grant[]): MayAct;
  nameOf(component: string, executionId: string): string;
}

/**
 * Reads the state and plans on it, within the rights of whoever asks.
 * @param thorough true for a second look at what stops
 * @throws ActionError `not-permitted`, `unknown-component`, `not-ready`
 */
export async function planNow(
  parts: ActionParts,
  request: PlanRequest,
  caller: Pick<Caller, 'grants'>,
  thorough = false,
): Promise<PlannedNow> {
  const { verb, target } = request;
  const registry = registryFor(parts, verb);
  checkTarget(registry, target.component === ALL_COMPONENTS ? (target.components ?? []) : [target.component]);
  const { pictures, unreadable } = await readPictures(parts, registry, verb, target, thorough);
  const given: PlanningFacts = {
    verb,
    target,
    registry,
    pictures,
    unreadable,
    reason: request.reason?.trim() || null,
    trafficShare: parts.cells.trafficShare,
    redAlarms: parts.cells.redAlarms,
    suspicion: parts.cells.suspicion,
    now: parts.clock.now(),
  };
  const planned = planAction(given, caller.grants);
  if (!planned.allowed)
    throw new ActionError('not-permitted', sentence(planned.reason), {
      fix: 'Ask whoever keeps ACCESS_POLICY, or somebody with that role.',
    });
  const nameOf = (component: string, executionId: string) => {
    const picture = pictures.find((one) => one.component === component);
    return picture ? releaseName(picture, executionId) : executionId;
  };
  const keptAt = parts.registryKeptAt();
  const warnings = keptAt === null ? planned.plan.warnings : [keptText(keptAt), ...planned.plan.warnings];
  const plan = { ...planned.plan, warnings, fingerprint: sha256(fingerprintText(planned.plan)).slice(0, 32) };
  const unread = unreadable[0]?.reason ?? pictures.find(({ old }) => old !== null)?.old ?? null;
  return { plan, unread, mayToo: (grants) => mayDoAll(given, grants, plan.calls), nameOf };
}

/** What stops goes by the registry of an earlier run while none can be read; nothing is started on it. @throws ActionError */
function registryFor(parts: Pick<ActionParts, 'registry' | 'registryKeptAt'>, verb: PlanRequest['verb']): Registry {
  const registry = parts.registry();
  const ready = '/api/ready, or the source "registry" in the freshness bar, says why.';
  if (!registry) {
    const message = 'No registry has been read since the start and none is kept from an earlier run, so Cellwatch knows no pipeline.';
    const console =
      "Until then, in the AWS console of the pipelines' account: disable the transition before each wave, then stop the execution.";
    throw new ActionError('not-ready', message, { fix: STOPPING_VERBS.has(verb) ? `${ready} ${console}` : ready });
  }
  if (parts.registryKeptAt() !== null && !STOPPING_VERBS.has(verb)) {
    const message =
      'No registry that was read since the start is in force, and nothing is started on an old one. Pausing and halting work.';
    throw new ActionError('not-ready', message, { fix: ready });
  }
  return registry;
}

function keptText(at: number): string {
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `The registry can't be read, or is held: this goes by the one of ${when} UTC. A pipeline that was added since is not among these.`;
}

function checkTarget({ components }: Registry, names: readonly string[]): void {
  const unknown = names.find((name) => !components.some((one) => one.name === name));
  if (unknown === undefined) return;
  const known = components.map(({ name }) => name).join(', ');
  throw new ActionError('unknown-component', `The registry has no component "${unknown}".`, {
    fix: known ? `There are ${known}.` : 'It names no component at all.',
  });
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
