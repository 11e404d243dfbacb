'use client';

import { useGrants } from '#components/shell/person.tsx';
import type { ActionTarget, Verb } from '#lib/domain/control/action.ts';

/** Why whoever is signed in may not do this; null when they may, as far as their roles tell. */
export function useWhyNot(_verb: Verb, _target: ActionTarget): string | null {
  const grants = useGrants();
  const may = grants.some(({ role }) => role === 'operator' || role === 'admin');
  return may ? null : 'Only operators and admins control releases.';
}
