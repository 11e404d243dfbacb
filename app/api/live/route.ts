import { permits } from '#lib/domain/access/permits.ts';
import { apiRoute } from '#lib/http/api-route.ts';
import { liveStream } from '#lib/http/live-stream.ts';
import { openStreams } from '#lib/http/open-streams.ts';
import { parseCookies } from '#lib/http/parse-cookies.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { readSession } from '#lib/http/session.ts';
import { withPermission } from '#lib/http/with-permission.ts';

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // no-transform: compressing a stream costs memory for each viewer and delays events.
  'Cache-Control': 'private, no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: withPermission('read:health', (request, { runtime, session }) => {
    if (request.method === 'HEAD') return new Response(null, { headers: HEADERS });
    if (openStreams().stopping) return stopping();
    const body = liveStream({
      feed: runtime.feed,
      // On the first connection the browser has no id yet, but the version of the data that came with the page.
      lastEventId: request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('version'),
      signal: request.signal,
      lifetimeMs: session.expiresAt - Date.now(),
      watch: (onOver) => runtime.sessions.watch(session.id, onOver),
      async stillReads() {
        const { session: now } = await readSession(parseCookies(request.headers.get('cookie')), runtime);
        return now !== null && permits(now.person.roles, 'read:health');
      },
    });
    return new Response(body, { headers: HEADERS });
  }),
});

function stopping(): Response {
  return problemResponse({
    status: 503,
    code: 'stopping',
    title: 'The server is stopping',
    detail: 'This server takes no new event streams.',
    fix: 'Connect again: another server, or this one after its restart, will answer.',
    headers: { 'Retry-After': '1', Connection: 'close' },
  });
}
