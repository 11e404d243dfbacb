import { randomBytes } from 'node:crypto';
import type { AuthOptions } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { AccessPolicy } from '#lib/domain/access/access.ts';
import type { Identity } from '#lib/domain/access/resolve-roles.ts';
import type { Env } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { AUTH_COOKIES, cookieName, usesSecureCookies } from './cookie-names.ts';
import { discoveryUrl, type ProviderMetadata } from './discover-provider.ts';
import { readClaims } from './read-claims.ts';
import { safeCallbackUrl } from './safe-callback-url.ts';
import { SESSION_SECONDS, type SessionToken } from './session.ts';

type Claims = Record<string, unknown> & { sub: string };

/** What a sign-in is made with, besides the environment. */
export interface SignInParts {
  provider: ProviderMetadata;
  policy: AccessPolicy;
  /** True where the person is to prove anew who they are, whatever session the provider has of them. */
  fresh: boolean;
  /** Keeps the session that begins. */
  begin(token: Required<SessionToken>): Promise<void>;
}

/** next-auth with one provider, the organization's own, and no other way in. */
export function authOptions(env: Env, { provider, policy, fresh, begin }: SignInParts, now = Date.now()): AuthOptions {
  return {
    providers: [oidcProvider(env, provider, fresh)],
    secret: env.NEXTAUTH_SECRET,
    useSecureCookies: usesSecureCookies(env),
    cookies: authCookies(env),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    callbacks: {
      redirect: ({ url, baseUrl }) => safeCallbackUrl(url, baseUrl),
      jwt: async ({ token, account, profile }): Promise<SessionToken & Record<string, unknown>> => {
        if (!account || !profile) return token;
        const claims = profile as Claims;
        const made = {
          sub: token.sub ?? claims.sub,
          name: token.name ?? null,
          email: token.email ?? null,
          sessionId: randomBytes(18).toString('base64url'),
          identity: fitting(readClaims(claims, env.OIDC_GROUPS_CLAIM), policy),
          signedInAt: Math.floor(now / 1000),
          authenticatedAt: authenticatedAt(claims, now),
        };
        await begin(made);
        return made;
      },
    },
    events: {
      signIn: ({ user }) => createLog(env.LOG_LEVEL).info('signed in', { person: user.id }),
      signOut: ({ token }) => createLog(env.LOG_LEVEL).info('signed out', { person: token?.sub ?? null }),
    },
    logger: {
      error: (code, metadata) => createLog(env.LOG_LEVEL).error('sign-in failed', { code, cause: causeOf(metadata) }),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Browsers and servers take so much of cookies. */
const OTHER_GROUP_CHARACTERS = 3_000;

/** The identity with the groups that a rule names, and of others, which rules to come may name, as many as a cookie holds. */
function fitting(identity: Identity, { rules }: AccessPolicy): Identity {
  const named = new Set(rules.map(({ group }) => group));
  let room = OTHER_GROUP_CHARACTERS;
  const fits = (group: string) => {
    if (named.has(group)) return true;
    room -= group.length;
    return room > 0;
  };
  return { ...identity, groups: identity.groups?.filter(fits) ?? null };
}

/** When the person proved who they are, epoch seconds. A provider whose clock is ahead makes no sign-in fresher than now. */
function authenticatedAt({ auth_time: at }: Claims, now: number): number | null {
  return typeof at === 'number' && Number.isFinite(at) ? Math.min(at, Math.floor(now / 1000)) : null;
}

function authCookies(env: Env): NonNullable<AuthOptions['cookies']> {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: usesSecureCookies(env) } as const;
  return Object.fromEntries(AUTH_COOKIES.map((cookie) => [cookie, { name: cookieName(cookie, env), options }]));
}

function oidcProvider(env: Env, provider: ProviderMetadata, fresh: boolean): OAuthConfig<Claims> {
  const algorithms = provider.id_token_signing_alg_values_supported ?? [];
  const algorithm = algorithms.includes('RS256') ? 'RS256' : algorithms.find((name) => /^(RS|PS|ES|EdDSA)/.test(name));
  const methods = provider.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return {
    id: 'oidc',
    name: 'your organization',
    type: 'oauth',
    wellKnown: discoveryUrl(env.OIDC_ISSUER),
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    // Some providers refuse scopes that they don't know, so groups are asked for only where they are offered.
    authorization: {
      params: {
        scope: `openid email profile${provider.scopes_supported?.includes('groups') ? ' groups' : ''}`,
        ...(fresh ? { prompt: 'login', max_age: 0 } : {}),
      },
    },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    client: {
      token_endpoint_auth_method: methods.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post',
      ...(algorithm ? { id_token_signed_response_alg: algorithm } : {}),
    },
    httpOptions: { timeout: 10_000 },
    profile: (claims) => ({
      id: claims.sub,
      name: text(claims.name) ?? text(claims.preferred_username) ?? text(claims.email) ?? claims.sub,
      email: text(claims.email),
    }),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : null;
}

/** The message alone: metadata may hold tokens. */
function causeOf(metadata: unknown): string {
  const inner = metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error;
  return inner instanceof Error ? inner.message : 'no details';
}
