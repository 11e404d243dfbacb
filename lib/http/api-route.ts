import { randomUUID } from 'node:crypto';
import { createLog } from '#lib/log.ts';
import { problemResponse } from './problem.ts';
import { strictTransport } from './strict-transport.ts';

/** What Next hands a route besides the request. */
export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export type ApiHandler = (request: Request, context: RouteContext) => Response | Promise<Response>;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof METHODS)[number];

/** An API answer is data: nothing in it may run, be framed, or be read by another site. */
const API_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/**
 * The exports of a route file: the given methods, HEAD from GET, OPTIONS, and 405 for the rest.
 * A throw becomes a problem with an id that the log carries too.
 *
 * @example export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({ GET: withPermission('read:health', …) });
 */
export function apiRoute(handlers: Partial<Record<Exclude<Method, 'HEAD' | 'OPTIONS'>, ApiHandler>>): Record<Method, ApiHandler> {
  const given: Partial<Record<Method, ApiHandler>> = { ...handlers };
  const { GET } = handlers;
  if (GET) given.HEAD = async (request, context) => withoutBody(await GET(request, context));
  const allow = [...METHODS.filter((method) => given[method]), 'OPTIONS'].join(', ');
  given.OPTIONS = () => new Response(null, { status: 204, headers: { Allow: allow } });
  const all = METHODS.map((method): [Method, ApiHandler] => [method, guarded(given[method] ?? (() => notAllowed(method, allow)))]);
  return Object.fromEntries(all) as Record<Method, ApiHandler>;
}

function guarded(handler: ApiHandler): ApiHandler {
  return async (request, context) => asData(await attempt(handler, request, context));
}

/** The answer, saying how it may be used; what it says of that itself stands. */
export function asData(response: Response): Response {
  for (const [name, value] of Object.entries(API_HEADERS)) if (!response.headers.has(name)) response.headers.set(name, value);
  const strict = strictTransport();
  if (strict) response.headers.set('Strict-Transport-Security', strict);
  return response;
}

async function attempt(handler: ApiHandler, request: Request, context: RouteContext): Promise<Response> {
  try {
    return await handler(request, context);
  } catch (error) {
    const id = randomUUID();
    const stack = error instanceof Error ? error.stack : undefined;
    // Without the query, which may hold what is not for a log.
    createLog('error').error('request failed', { id, method: request.method, path: new URL(request.url).pathname, error, stack });
    return problemResponse({
      status: 500,
      code: 'internal',
      title: 'Cellwatch failed to answer',
      detail: 'This is a fault of Cellwatch, not of your request. Its log has the cause.',
      fix: `Look for ${id} in the log of the server.`,
      more: { id },
    });
  }
}

function withoutBody(response: Response): Response {
  void response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}

function notAllowed(method: Method, allow: string): Response {
  return problemResponse({
    status: 405,
    code: 'method-not-allowed',
    title: 'Wrong method',
    detail: `This address does not take ${method}; it takes ${allow}.`,
    headers: { Allow: allow },
  });
}
