import { SESSION_OVERS, type SessionOver } from '#lib/domain/access/session-record.ts';

/** What became of a session, for whoever came with it. */
export const OVER_WORDS: Readonly<Record<SessionOver, string>> = {
  'signed-out': 'You signed out in this browser.',
  'ended-elsewhere': 'You ended this session from another browser.',
  revoked: 'An admin of Cellwatch signed you out everywhere.',
  expired: 'A session lasts 8 hours, and this one is over.',
  idle: 'Nothing had come from this browser for so long that the session ended.',
  unknown: 'Cellwatch does not know this session.',
};

/** The words for what an address says of a session that is over; null without it, or where it says anything else. */
export function sessionOverText(given: string | undefined): string | null {
  const over = SESSION_OVERS.find((one) => one === given);
  return over === undefined ? null : OVER_WORDS[over];
}
