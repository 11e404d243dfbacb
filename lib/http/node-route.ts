import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiHandler, asData } from './api-route.ts';
import { problemResponse } from './problem.ts';

/**
 * Serves a route through Node's own response. Next removes Content-Encoding and Content-Length from what a route handler
 * under app/ answers, so bytes that were compressed before can't go out there; under pages/api they can.
 * For routes without a request body.
 */
export function nodeRoute(methods: Readonly<Record<string, ApiHandler>>) {
  return async (
    incoming: IncomingMessage & { query?: Record<string, string | string[] | undefined> },
    outgoing: ServerResponse,
  ): Promise<void> => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined && !name.startsWith(':')) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const method = incoming.method ?? 'GET';
    const handler = methods[method];
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const response = handler
      ? // Next puts what an address like [pipeline] takes among what was asked for in the query.
        await handler(new Request(url, { method, headers }), { params: Promise.resolve(incoming.query ?? {}) })
      : asData(
          problemResponse({
            status: 405,
            code: 'method-not-allowed',
            title: 'Wrong method',
            detail: `This address does not take ${method}.`,
          }),
        );
    outgoing.statusCode = response.status;
    for (const [name, value] of response.headers) outgoing.setHeader(name, value);
    // Chunk by chunk instead of arrayBuffer(): bytes that all viewers share go out uncopied.
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk);
    outgoing.end(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  };
}
