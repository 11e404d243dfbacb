import { pathText } from './fault.ts';
import type { Refuse } from './fault-list.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** True for a member's name that means something to JavaScript itself. */
export const isForbidden = (member: string): boolean => FORBIDDEN.has(member);

/** Refuses members whose names mean something to JavaScript itself: a schema would drop some of them in silence. */
export function refuseForbidden(value: unknown, refuse: Refuse, path: readonly PropertyKey[] = []): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (isForbidden(key)) refuse(pathText(at), 'is refused: no member may have this name');
    else refuseForbidden(member, refuse, at);
  }
}
