import { createHash } from 'node:crypto';
import type { Plan } from '#lib/domain/control/action.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import { fingerprintText } from '#lib/domain/control/assemble-plan.ts';
import { releaseName } from '#lib/domain/control/pipeline-picture.ts';
import { planAction } from '#lib/domain/control/plan-action.ts';
import { ALL_COMPONENTS } from '#lib/domain/control/public-plan.ts';
import type { Caller, PlanRequest } from '#lib/domain/control/request.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ActionParts } from './ports.ts';
import { readPictures } from './read-pictures.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A plan on the world as it is now, and what people call the releases in it. */
export interface PlannedNow {
  plan: Plan;
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
  const registry = parts.registry();
  if (!registry)
    throw new ActionError('not-ready', 'No valid registry is known yet, so nobody knows the pipelines.', { fix: 'See /api/ready.' });
  const { verb, target } = request;
  checkTarget(registry, target.component === ALL_COMPONENTS ? (target.components ?? []) : [target.component]);
  const { pictures, unreadable } = await readPictures(parts, registry, verb, target, thorough);
  const planned = planAction(
    {
      verb,
      target,
      registry,
      pictures,
      unreadable,
      reason: request.reason?.trim() || null,
      trafficShare: parts.cells.trafficShare,
      redAlarms: parts.cells.redAlarms,
      now: parts.clock.now(),
    },
    caller.grants,
  );
  if (!planned.allowed)
    throw new ActionError('not-permitted', sentence(planned.reason), {
      fix: 'Ask whoever keeps ACCESS_POLICY, or somebody with that role.',
    });
  const nameOf = (component: string, executionId: string) => {
    const picture = pictures.find((one) => one.component === component);
    return picture ? releaseName(picture, executionId) : executionId;
  };
  return { plan: { ...planned.plan, fingerprint: sha256(fingerprintText(planned.plan)).slice(0, 32) }, nameOf };
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
