'use client';

import { useGrants } from '#components/shell/person.tsx';
import { whyNot } from '#lib/client/actions/why-not.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import type { ActionTarget, Verb } from '#lib/domain/control/action.ts';

/** Why whoever is signed in may not do this; null when they may, as far as the page knows. */
export function useWhyNot(verb: Verb, target: ActionTarget, cells: readonly string[] | null): string | null {
  const grants = useGrants();
  const { view } = useFleet();
  return whyNot(grants, verb, { component: target.component, stage: target.stage ?? null, cells }, view?.cells ?? []);
}
