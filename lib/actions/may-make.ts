import type { Grant } from '#lib/domain/access/access.ts';
import { type MayAct, mayAct } from '#lib/domain/access/may-act.ts';
import type { PlannedCall, Verb } from '#lib/domain/control/action.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';

/** Whether somebody may make all of some calls, as far as the registry tells of the cells that they were planned to touch. */
export function mayMake(grants: readonly Grant[], verb: Verb, calls: readonly PlannedCall[], registry: Registry | null): MayAct {
  for (const { component, stage, cells } of calls) {
    const names = new Set(cells);
    const touched = (registry?.cells ?? []).filter(({ name }) => names.has(name));
    const judged = mayAct(grants, verb, {
      component,
      stages: [{ stage: stage ?? component, cells: touched, mapped: touched.length === names.size }],
    });
    if (!judged.allowed) return judged;
  }
  return { allowed: true };
}
