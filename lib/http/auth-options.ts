import type { AuthOptions } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { AccessPolicy } from '#lib/domain/access/access.ts';
import { resolveRoles } from '#lib/domain/access/resolve-roles.ts';
import type { Env } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { AUTH_COOKIES, cookieName, usesSecureCookies } from './cookie-names.ts';
import { discoveryUrl, type ProviderMetadata } from './discover-provider.ts';
import { readClaims } from './read-claims.ts';
import { safeCallbackUrl } from './safe-callback-url.ts';
import { SESSION_SECONDS, type SessionToken } from './session.ts';

type Claims = Record<string, unknown> & { sub: string };

/** next-auth with one provider, the organization's own, and no other way in. */
export function authOptions(env: Env, provider: ProviderMetadata, policy: AccessPolicy, now = Date.now()): AuthOptions {
  return {
    providers: [oidcProvider(env, provider)],
    secret: env.NEXTAUTH_SECRET,
    useSecureCookies: usesSecureCookies(env),
    cookies: authCookies(env),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    callbacks: {
      redirect: ({ url, baseUrl }) => safeCallbackUrl(url, baseUrl),
      jwt: ({ token, account, profile }): SessionToken & Record<string, unknown> => {
        if (!account || !profile) return token;
        const { grants, diagnostics } = resolveRoles(policy, readClaims(profile as Claims, env.OIDC_GROUPS_CLAIM));
        return {
          sub: token.sub,
          name: token.name,
          email: token.email,
          roles: grants,
          diagnostics,
          signedInAt: Math.floor(now / 1000),
        };
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

function authCookies(env: Env): NonNullable<AuthOptions['cookies']> {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: usesSecureCookies(env) } as const;
  return Object.fromEntries(AUTH_COOKIES.map((cookie) => [cookie, { name: cookieName(cookie, env), options }]));
}

function oidcProvider(env: Env, provider: ProviderMetadata): OAuthConfig<Claims> {
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
    authorization: { params: { scope: `openid email profile${provider.scopes_supported?.includes('groups') ? ' groups' : ''}` } },
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
