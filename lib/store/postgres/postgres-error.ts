import { DatabaseError } from 'pg';
import { StoreError } from '../store.ts';

/** What the server answers when the session it answers in is over. Source: postgresql.org/docs/15/errcodes-appendix.html. */
const SESSION_OVER = /^(08|57P|25P03|25P04)/;

/** True when the connection must not be used again: only an answer of the server proves that both sides agree on where they are. */
export function isLost(error: unknown): boolean {
  return !(error instanceof DatabaseError) || SESSION_OVER.test(error.code ?? '08');
}

/**
 * What the driver threw as a StoreError that says what to do; an answer that tells a fault of ours, as it is.
 * @param where the server and database, without password
 */
export function postgresError(error: unknown, where: string): unknown {
  const cause = { cause: error };
  const said = messageOf(error);
  const unavailable = (text: string) => new StoreError('unavailable', `${where} ${text}`, cause);
  if (isLost(error))
    return unavailable(`can't be reached (${said}). Cellwatch goes on by itself once it answers; if it never did, look at DATABASE_URL.`);
  const code = error instanceof DatabaseError ? (error.code ?? '') : '';
  if (code === '53100') {
    return new StoreError(
      'disk-full',
      `The disk of ${where} is full: what must be kept can't be written. Make room; nothing that was kept is lost.`,
      cause,
    );
  }
  if (code.startsWith('53')) return unavailable(`has no room (${said}). Give it more connections or memory, or run fewer replicas.`);
  if (code === '57014' || code === '55P03') return unavailable(`took too long (${said}). It is overloaded, or a lock is held.`);
  if (code.startsWith('40')) return unavailable(`undid what was under way (${said}). Try again.`);
  if (code.startsWith('28') || code.startsWith('3D')) {
    return unavailable(`refuses Cellwatch (${said}). Look at user, password and database in DATABASE_URL.`);
  }
  if (code === '42501') return unavailable(`lacks a right (${said}). docs/running.md names those that the role of DATABASE_URL needs.`);
  if (code === '25006') return unavailable(`can't be written (${said}). Name the primary in DATABASE_URL, not a standby.`);
  if (code === '58030') return unavailable(`can't read or write its files (${said}).`);
  if (code === 'XX001' || code === 'XX002') {
    return new StoreError('corrupt', `${where} is damaged (${said}). Restore a backup of the database.`, cause);
  }
  return error;
}

/** Node tells a host of which no address answers as several errors, with no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
