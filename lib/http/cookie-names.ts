import type { Env } from '#lib/env.ts';

/** What next-auth keeps in cookies, by its own names for them. */
const COOKIES = {
  sessionToken: 'session-token',
  callbackUrl: 'callback-url',
  csrfToken: 'csrf-token',
  pkceCodeVerifier: 'pkce.code_verifier',
  state: 'state',
  nonce: 'nonce',
} as const;

type AuthCookie = keyof typeof COOKIES;
export const AUTH_COOKIES = Object.keys(COOKIES) as AuthCookie[];

/** True when cookies must only travel over TLS. */
export function usesSecureCookies(env: Pick<Env, 'NEXTAUTH_URL'>): boolean {
  return env.NEXTAUTH_URL.startsWith('https://');
}

/** The name of a cookie. Over TLS with the prefix by which browsers take it from this host alone, Secure and for the whole of it. */
export function cookieName(cookie: AuthCookie, env: Pick<Env, 'NEXTAUTH_URL'>): string {
  return `${usesSecureCookies(env) ? '__Host-' : ''}next-auth.${COOKIES[cookie]}`;
}
