import { createHash, randomBytes } from 'node:crypto';
import type { SessionRecord } from '#lib/domain/access/session-record.ts';
import type { Env } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import type { ApiHandler } from './api-route.ts';
import { authOptions, type SignInParts } from './auth-options.ts';
import { cookieName } from './cookie-names.ts';
import { DiscoveryError, discoverProvider, type ProviderMetadata } from './discover-provider.ts';
import { overSignInLimit } from './limits.ts';
import { parseCookies } from './parse-cookies.ts';
import { problemResponse } from './problem.ts';
import { readBounded } from './read-bounded.ts';
import { requestOrigin } from './request-origin.ts';
import { runNextAuth } from './run-next-auth.ts';
import { getRuntime } from './runtime.ts';
import { safeCallbackUrl } from './safe-callback-url.ts';
import { readSession, SESSION_SECONDS, type Session } from './session.ts';

/** What of next-auth is open. Its session and log routes are not: one prolongs sessions, the other lets anyone write our log. */
const OPEN = {
  GET: new Set(['signin', 'signin/oidc', 'signout', 'callback/oidc', 'csrf', 'providers', 'error']),
  POST: new Set(['signin/oidc', 'signout']),
};

/** More than any sign-in form has. */
const FORM_CHARACTERS = 16_384;

/** Everything under /api/auth. */
export const signInRoute: ApiHandler = async (request, context) => {
  const runtime = await getRuntime();
  const { env } = runtime;
  const origin = new URL(env.NEXTAUTH_URL).origin;
  const method = request.method === 'POST' ? 'POST' : 'GET';
  const segments = (await context.params).nextauth;
  const path = Array.isArray(segments) ? segments : [];
  const cookies = parseCookies(request.headers.get('cookie'));
  if (method === 'GET' && path.join('/') === 'session') return sessionResponse(cookies, runtime);
  if (!OPEN[method].has(path.join('/'))) return notFound();
  const from = request.headers.get('origin');
  if (method === 'POST' && from !== null && from !== origin) return foreignOrigin(from, origin);

  const url = new URL(request.url);
  const body = method === 'POST' ? await readForm(request) : undefined;
  if (body && body.csrfToken === undefined && from === origin) vouch(body, cookies, env);
  // Made safe before next-auth sees it: a value that is no address at all it would call a fault of the configuration.
  const wanted = body?.callbackUrl ?? url.searchParams.get('callbackUrl');
  const callbackUrl = wanted === null ? null : safeCallbackUrl(wanted, origin);
  if (body && callbackUrl !== null) body.callbackUrl = callbackUrl;
  const kept = cookieName('callbackUrl', env);
  if (cookies[kept] !== undefined) cookies[kept] = safeCallbackUrl(cookies[kept], origin);

  if (path[1] === 'oidc' && overSignInLimit(request, runtime)) return backToSignIn('TooManyRequests', callbackUrl ?? cookies[kept], origin);
  if (path[0] === 'callback' && url.searchParams.get('error') === 'access_denied')
    return backToSignIn('AccessDenied', cookies[kept], origin);

  let provider: ProviderMetadata = { issuer: env.OIDC_ISSUER, authorization_endpoint: env.OIDC_ISSUER };
  if (path[1] === 'oidc' && (method === 'POST' || path[0] === 'callback')) {
    try {
      provider = await discoverProvider(env.OIDC_ISSUER);
    } catch (error) {
      if (!(error instanceof DiscoveryError)) throw error;
      createLog(env.LOG_LEVEL).error('sign-in failed', { code: `provider-${error.code}`, cause: error.message });
      return backToSignIn(error.code === 'invalid' ? 'ProviderInvalid' : 'ProviderUnreachable', callbackUrl, origin);
    }
  }
  // Only a callback's query means something to next-auth; on sign-in it would be passed on to the provider as it is.
  const query = path[0] === 'callback' || path[0] === 'error' ? Object.fromEntries(url.searchParams) : {};
  if (callbackUrl !== null && method === 'GET') query.callbackUrl = callbackUrl;
  const headers = Object.fromEntries(request.headers);
  const { session } = await readSession(cookies, runtime);
  const keeper = keeping(runtime, request, session);
  const options = authOptions(env, { provider, policy: runtime.accessPolicy, fresh: body?.fresh === '1', begin: keeper.begin });
  const response = await runNextAuth({ method, path, query, cookies, headers, body }, options);
  if (keeper.failed()) return backToSignIn('NotKept', callbackUrl ?? cookies[kept], origin);
  // Where a person was is of no use after sign-out; next-auth would send them back there.
  if (method === 'POST' && path[0] === 'signout') {
    // Only a form of ours has next-auth clear the cookie.
    if (session && clears(response, cookieName('sessionToken', env))) await runtime.sessions.signOut(session.id);
    response.headers.set('Location', `${origin}/sign-in?signed-out`);
    // Answers are kept to be asked for with If-None-Match: none of them is to outlast the session on this machine.
    response.headers.set('Clear-Site-Data', '"cache"');
  }
  return response;
};

/** Keeps the session that a sign-in begins, in place of the one that this browser had. Nobody is signed in by one that is not kept. */
function keeping({ sessions, env }: Runtime, request: Request, before: Session | null) {
  let failed = false;
  const begin: SignInParts['begin'] = async ({ sub, name, email, sessionId, identity, signedInAt, authenticatedAt }) => {
    const createdAt = signedInAt * 1000;
    const record: SessionRecord = {
      id: sessionId,
      person: { id: sub, name: name || email || sub, email },
      identity,
      createdAt,
      authenticatedAt: authenticatedAt === null ? null : authenticatedAt * 1000,
      seenAt: createdAt,
      expiresAt: createdAt + SESSION_SECONDS * 1000,
      origin: requestOrigin(request, env),
      ended: null,
    };
    await sessions.begin(record, before?.id ?? null).catch((error: unknown) => {
      failed = true;
      createLog(env.LOG_LEVEL).error('sign-in failed', { code: 'not-kept', error });
      throw error;
    });
  };
  return { begin, failed: () => failed };
}

const clears = (response: Response, name: string): boolean =>
  response.headers.getSetCookie().some((line) => line.startsWith(name) && /^[^=]+=;/.test(line));

async function sessionResponse(cookies: Readonly<Record<string, string>>, runtime: Runtime): Promise<Response> {
  const { session } = await readSession(cookies, runtime);
  const { name, email, roles } = session?.person ?? {};
  const body = session ? { user: { name, email }, roles, expires: new Date(session.expiresAt).toISOString() } : {};
  return Response.json(body, { headers: { 'Cache-Control': 'private, no-store' } });
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const type = request.headers.get('content-type') ?? '';
  // Whoever posts here has not signed in yet. What is too long lacks its token, and is refused for that.
  const text = (await readBounded(request, FORM_CHARACTERS)) ?? '';
  if (!type.includes('application/json')) return Object.fromEntries(new URLSearchParams(text));
  const parsed: unknown = parseJson(text);
  return Object.fromEntries(Object.entries(parsed ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The browser says that this form came from a page of ours, which is what next-auth's token is there to prove.
 * So the sign-in form needs no script and no token fetched before.
 */
function vouch(body: Record<string, string>, cookies: Record<string, string>, env: Env): void {
  const token = randomBytes(32).toString('hex');
  const hash = createHash('sha256').update(`${token}${env.NEXTAUTH_SECRET}`).digest('hex');
  cookies[cookieName('csrfToken', env)] = `${token}|${hash}`;
  body.csrfToken = token;
}

function backToSignIn(error: string, callbackUrl: string | null | undefined, origin: string): Response {
  const query = new URLSearchParams({ error, callbackUrl: safeCallbackUrl(callbackUrl, origin) });
  return new Response(null, { status: 303, headers: { Location: `${origin}/sign-in?${query}`, 'Cache-Control': 'no-store' } });
}

function notFound(): Response {
  return problemResponse({
    status: 404,
    code: 'not-found',
    title: 'No such address',
    detail: 'Sign-in has no such step.',
    fix: 'Start at /sign-in.',
  });
}

function foreignOrigin(from: string, origin: string): Response {
  return problemResponse({
    status: 403,
    code: 'foreign-origin',
    title: 'Not from here',
    detail: `This form came from ${from}, but Cellwatch is at ${origin}.`,
    fix: `Open ${origin}, or set NEXTAUTH_URL to the address that people use.`,
  });
}
