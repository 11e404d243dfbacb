import { decode } from 'next-auth/jwt';
import type { Grant } from '#lib/domain/access/access.ts';
import type { AccessDiagnostic } from '#lib/domain/access/resolve-roles.ts';
import type { Env } from '#lib/env.ts';
import { cookieName } from './cookie-names.ts';

/** How long a sign-in lasts, seconds. It is never prolonged: roles are read from the groups at sign-in. */
export const SESSION_SECONDS = 8 * 3600;

/** Who is signed in. */
interface Person {
  /** The provider's subject. */
  id: string;
  name: string;
  email: string | null;
  roles: readonly Grant[];
  /** Which rules of the policy could not be judged, as faults of set-up and not of the person. */
  diagnostics: readonly AccessDiagnostic[];
}

export interface Session {
  person: Person;
  /** Epoch ms at which the person must sign in again. */
  expiresAt: number;
}

/** What the session cookie carries, encrypted. Roles, not groups, so that it stays small. */
export interface SessionToken {
  sub?: string;
  name?: string | null;
  email?: string | null;
  roles?: readonly Grant[];
  diagnostics?: readonly AccessDiagnostic[];
  /** Epoch seconds of this sign-in. */
  signedInAt?: number;
}

/** The session of a request's cookies, or null when there is none, it is over, or it was not made by us. */
export async function readSession(
  cookies: Readonly<Record<string, string>>,
  env: Pick<Env, 'NEXTAUTH_URL' | 'NEXTAUTH_SECRET'>,
  now = Date.now(),
): Promise<Session | null> {
  // A session is only ever taken from the cookie, never from an Authorization header.
  const raw = wholeCookie(cookies, cookieName('sessionToken', env));
  const token = raw ? await openToken(raw, env.NEXTAUTH_SECRET) : null;
  if (!token?.sub || typeof token.signedInAt !== 'number') return null;
  const expiresAt = (token.signedInAt + SESSION_SECONDS) * 1000;
  if (expiresAt <= now) return null;
  const person: Person = {
    id: token.sub,
    name: token.name || token.email || token.sub,
    email: token.email ?? null,
    roles: token.roles ?? [],
    diagnostics: token.diagnostics ?? [],
  };
  return { person, expiresAt };
}

/**
 * next-auth parts a value that is too long for one cookie into NAME.0, NAME.1, … Its own reader takes any cookie whose name begins
 * with the name.
 */
function wholeCookie(cookies: Readonly<Record<string, string>>, name: string): string {
  if (cookies[name]) return cookies[name];
  let whole = '';
  for (let part = 0; cookies[`${name}.${part}`]; part++) whole += cookies[`${name}.${part}`];
  return whole;
}

/** `{"alg":"dir","enc":"A256GCM"}`: what we make. Nothing that names another algorithm is tried. */
const HEADER = `${Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url')}..`;

const opened = new Map<string, SessionToken>();
const MOST_OPENED = 1_000;

/** Decrypts a token, once for each: deriving the key and decrypting is most of what a 304 costs. */
async function openToken(raw: string, secret: string): Promise<SessionToken | null> {
  if (!raw.startsWith(HEADER)) return null;
  const key = `${secret} ${raw}`;
  const known = opened.get(key);
  if (known) return known;
  let token: SessionToken | null;
  try {
    token = (await decode({ token: raw, secret })) as SessionToken | null;
  } catch {
    // Forged, of another secret, or over: all the same to us.
    return null;
  }
  if (!token) return null;
  const oldest = opened.keys().next().value;
  if (opened.size >= MOST_OPENED && oldest !== undefined) opened.delete(oldest);
  opened.set(key, token);
  return token;
}
