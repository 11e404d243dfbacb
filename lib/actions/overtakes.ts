import type { Grant } from '#lib/domain/access/access.ts';
import { STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { ALL_COMPONENTS } from '#lib/domain/control/public-plan.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { LiveAction } from './live-action.ts';
import { isHalt } from './make-calls.ts';
import { mayMake } from './may-make.ts';

/**
 * Whether what stops keeps another action from sending the rest of its calls: a halt on the same component, a pause on the same
 * door. Only where the person may stop all of what is left.
 */
export function overtakes(by: LiveAction, other: LiveAction, grants: readonly Grant[], registry: Registry | null): boolean {
  const { verb, target } = by.action;
  if (!STOPPING_VERBS.has(verb) || STOPPING_VERBS.has(other.action.verb)) return false;
  const left = other.calls.filter(({ key }) => !other.progress(key).sentAt);
  const meant = (component: string) => target.component === ALL_COMPONENTS || target.component === component;
  const doors = new Set(by.calls.map(({ component, stage }) => `${component}/${stage}`));
  const meets = isHalt(by)
    ? other.calls.some(({ component }) => meant(component))
    : left.some(({ component, stage }) => doors.has(`${component}/${stage}`));
  if (!meets) return false;
  return mayMake(grants, verb, left, registry).allowed;
}
