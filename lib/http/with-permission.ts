import { groupsThatWouldGive, type Permission, permits } from '#lib/domain/access/permits.ts';
import type { SessionOver } from '#lib/domain/access/session-record.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import type { ApiHandler, RouteContext } from './api-route.ts';
import { noteDenied } from './note-denied.ts';
import { OVER_WORDS } from './over-words.ts';
import { parseCookies } from './parse-cookies.ts';
import { problemResponse } from './problem.ts';
import { getRuntime } from './runtime.ts';
import { readSession, type Session } from './session.ts';

/** A request of somebody who may make it. */
export interface Signed {
  runtime: Runtime;
  session: Session;
  params: Awaited<RouteContext['params']>;
}

type SignedHandler = (request: Request, signed: Signed) => Response | Promise<Response>;

/** Wraps a route so that it runs only for somebody who is signed in, whatever their roles: 401 for everybody else. */
export function withSession(handler: SignedHandler): ApiHandler {
  return async (request, context) => {
    const runtime = await getRuntime();
    const { session, over } = await readSession(parseCookies(request.headers.get('cookie')), runtime);
    if (!session) return signInFirst(over);
    return handler(request, { runtime, session, params: await context.params });
  };
}

/**
 * Wraps a route so that it runs only for a person who holds the permission: 401 without a session, 403 without the right.
 * @param onRefused told of a signed-in person without the right, for the audit log; the answer is the same whatever it does
 */
export function withPermission(
  permission: Permission,
  handler: SignedHandler,
  onRefused?: (request: Request, signed: Signed) => Promise<unknown>,
): ApiHandler {
  return withSession(async (request, signed) => {
    const { runtime, session } = signed;
    if (permits(session.person.roles, permission)) return handler(request, signed);
    noteDenied(signed, permission, new URL(request.url).pathname);
    await onRefused?.(request, signed);
    return forbidden(permission, groupsThatWouldGive(runtime.accessPolicy, permission));
  });
}

function signInFirst(over: SessionOver | null): Response {
  return problemResponse({
    status: 401,
    code: 'not-signed-in',
    title: 'Sign in first',
    detail: over === null ? 'There is no session.' : OVER_WORDS[over],
    fix: 'Open /sign-in in the browser.',
    more: { over },
  });
}

function forbidden(permission: Permission, groups: readonly string[]): Response {
  const fix =
    groups.length > 0
      ? `Ask to be added to ${groups.length === 1 ? 'the group' : 'one of the groups'} ${groups.join(', ')}, then sign in again.`
      : 'The access policy gives this to no group. Ask whoever keeps ACCESS_POLICY.';
  return problemResponse({
    status: 403,
    code: 'not-permitted',
    title: 'Not permitted',
    detail: `You are signed in, but none of your roles gives "${permission}".`,
    fix,
    more: { permission, groups },
  });
}
