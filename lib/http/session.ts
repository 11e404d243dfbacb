import { decode } from 'next-auth/jwt';
import type { AccessPolicy, Grant } from '#lib/domain/access/access.ts';
import { glassBroken } from '#lib/domain/access/in-force.ts';
import { type AccessDiagnostic, type Identity, type ResolvedRoles, resolveRoles } from '#lib/domain/access/resolve-roles.ts';
import type { SessionOver } from '#lib/domain/access/session-record.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { cookieName } from './cookie-names.ts';

/** How long a sign-in lasts, seconds. It is never prolonged. */
export const SESSION_SECONDS = 8 * 3600;

/** Who is signed in. */
interface Person {
  /** The provider's subject. */
  id: string;
  name: string;
  email: string | null;
  /** By the policy that is in force now. */
  roles: readonly Grant[];
  /** Which rules of the policy could not be judged, as faults of set-up and not of the person. */
  diagnostics: readonly AccessDiagnostic[];
}

export interface Session {
  id: string;
  person: Person;
  /** Epoch ms at which the person must sign in again. */
  expiresAt: number;
  /** Epoch ms at which they last proved to the provider who they are; null when it does not say. */
  authenticatedAt: number | null;
  /** False while the store does not tell whether the session was ended since: then nothing is started. */
  confirmed: boolean;
}

/** What the session cookie carries, encrypted. Whether it still holds is known by its id. */
export interface SessionToken {
  sub?: string;
  name?: string | null;
  email?: string | null;
  sessionId?: string;
  identity?: Identity;
  /** Epoch seconds of this sign-in. */
  signedInAt?: number;
  /** Epoch seconds; null when the provider does not say. */
  authenticatedAt?: number | null;
}

/** A session, or why there is none: null where no cookie of ours came. */
export type SessionRead = { session: Session; over: null } | { session: null; over: SessionOver | null };

const NONE: SessionRead = { session: null, over: null };

/** The session of a request's cookies. A cookie that was not made by us, or carries no id, counts as none. */
export async function readSession(
  cookies: Readonly<Record<string, string>>,
  runtime: Pick<Runtime, 'env' | 'accessPolicy' | 'sessions' | 'glass'>,
  now = Date.now(),
): Promise<SessionRead> {
  const { env, accessPolicy, sessions } = runtime;
  // A session is only ever taken from the cookie, never from an Authorization header.
  const raw = wholeCookie(cookies, cookieName('sessionToken', env));
  const token = raw ? await openToken(raw, env.NEXTAUTH_SECRET) : null;
  if (!token?.sub || !token.sessionId || !token.identity || typeof token.signedInAt !== 'number') return NONE;
  const expiresAt = (token.signedInAt + SESSION_SECONDS) * 1000;
  if (expiresAt <= now) return { session: null, over: 'expired' };
  const standing = await sessions.use(token.sessionId);
  if (standing.state === 'over') return { session: null, over: standing.why };
  const { grants, diagnostics } = rolesOf(token.identity, accessPolicy);
  const person: Person = {
    id: token.sub,
    name: token.name || token.email || token.sub,
    email: token.email ?? null,
    roles: runtime.glass.of({ id: token.sub }) ? glassBroken(grants) : grants,
    diagnostics,
  };
  const authenticatedAt = typeof token.authenticatedAt === 'number' ? token.authenticatedAt * 1000 : null;
  return { session: { id: token.sessionId, person, expiresAt, authenticatedAt, confirmed: standing.confirmed }, over: null };
}

const resolved = new WeakMap<AccessPolicy, WeakMap<Identity, ResolvedRoles>>();

/** Resolved once for each session and policy. */
function rolesOf(identity: Identity, policy: AccessPolicy): ResolvedRoles {
  const known = resolved.get(policy)?.get(identity);
  if (known) return known;
  const roles = resolveRoles(policy, identity);
  resolved.set(policy, (resolved.get(policy) ?? new WeakMap<Identity, ResolvedRoles>()).set(identity, roles));
  return roles;
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
