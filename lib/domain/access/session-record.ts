import type { RequestOrigin } from '../audit/audit-entry.ts';
import type { Identity } from './resolve-roles.ts';

/**
 * How a session ended before its time. signed-out: by its person, in its own browser. replaced: by a new sign-in in that browser.
 * ended-elsewhere: by its person, from another browser. revoked: by an admin.
 */
const SESSION_ENDS = ['signed-out', 'replaced', 'ended-elsewhere', 'revoked'] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

/** One sign-in of one person in one browser. Times are epoch ms. */
export interface SessionRecord {
  id: string;
  person: { id: string; name: string; email: string | null };
  /** What the identity provider said at the sign-in. */
  identity: Identity;
  createdAt: number;
  /** When the person last proved to the provider who they are; null when it does not say. */
  authenticatedAt: number | null;
  /** To within a minute. */
  seenAt: number;
  expiresAt: number;
  /** Of the sign-in. */
  origin: RequestOrigin;
  ended: { at: number; why: SessionEnd } | null;
}

/** Why a session gives nothing any more. `unknown`: nobody signed in by it, or that was forgotten. */
export const SESSION_OVERS = ['signed-out', 'ended-elsewhere', 'revoked', 'expired', 'idle', 'unknown'] as const;
export type SessionOver = (typeof SESSION_OVERS)[number];

/** Why a session is over; null while it is not. */
export function sessionOver(
  record: Pick<SessionRecord, 'ended' | 'expiresAt' | 'seenAt'>,
  now: number,
  idleMs: number,
): SessionOver | null {
  if (record.ended) return record.ended.why === 'replaced' ? 'signed-out' : record.ended.why;
  if (record.expiresAt <= now) return 'expired';
  return now - record.seenAt > idleMs ? 'idle' : null;
}

/** Whether somebody said that the person behind it is not to be trusted with what is under way. */
export const isWithdrawn = ({ ended }: Pick<SessionRecord, 'ended'>): boolean =>
  ended?.why === 'revoked' || ended?.why === 'ended-elsewhere';
