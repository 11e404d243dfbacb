import type { SessionEnd, SessionRecord } from '#lib/domain/access/session-record.ts';

/** What has changed of sessions. */
interface SessionChanges {
  /** Ask from here on the next time. */
  change: number;
  /** Whole, in no order; one may come that was known already. */
  sessions: SessionRecord[];
}

/**
 * Who is signed in. Every writer takes the next number of one count first, so writers take turns, and whoever asks for what came
 * after a number misses nothing.
 */
export interface SessionStore {
  /** Keeps a session that begins. @param replaces the one that the same browser had */
  beginSession(record: SessionRecord, replaces: string | null): Promise<void>;
  /** Ends those of the ids that are not over. */
  endSessions(ids: readonly string[], at: number, why: SessionEnd): Promise<void>;
  /** Marks all sessions of a person as revoked, those that are over too; answers how many were not. */
  revokeSessions(personId: string, at: number): Promise<number>;
  /** Keeps when sessions were seen last; an earlier time changes nothing. */
  markSeen(seen: readonly { id: string; at: number }[]): Promise<void>;
  /** What changed after a number; 0 for all. */
  sessionChanges(after: number): Promise<SessionChanges>;
  /** Drops sessions that would have ended by themselves before a time; answers how many. */
  forgetSessions(before: number): Promise<number>;
}
