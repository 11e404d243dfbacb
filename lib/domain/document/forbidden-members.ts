import { type Fault, pathText } from './fault.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** Deeper than any document of ours; what lies deeper is refused by its shape. */
const DEEPEST = 16;

/** True for a member's name that means something to JavaScript itself. */
export const isForbidden = (member: string): boolean => FORBIDDEN.has(member);

/** Faults of members whose names mean something to JavaScript itself: a schema would drop some of them in silence. */
export function forbiddenMembers(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (value === null || typeof value !== 'object' || path.length > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((entry, i) => forbiddenMembers(entry, [...path, i]));
  return Object.entries(value).flatMap(([key, member]) =>
    isForbidden(key)
      ? [{ path: pathText([...path, key]), message: 'is refused: no member may have this name' }]
      : forbiddenMembers(member, [...path, key]),
  );
}
