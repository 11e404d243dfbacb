import { apiRoute } from '#lib/http/api-route.ts';
import { bearerMatches } from '#lib/http/bearer-matches.ts';
import { noSuchRoute } from '#lib/http/no-such-route.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: async (request) => {
    const runtime = await getRuntime();
    const token = runtime.env.METRICS_TOKEN;
    if (token === undefined) return noSuchRoute(request);
    if (!bearerMatches(request.headers.get('authorization'), token)) {
      return problemResponse({
        status: 401,
        code: 'wrong-token',
        title: 'Wrong token',
        detail: 'The metrics want "Authorization: Bearer" with the value of METRICS_TOKEN.',
        headers: { 'WWW-Authenticate': 'Bearer realm="metrics"' },
      });
    }
    return new Response(runtime.metricsText(), {
      headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control': 'no-store' },
    });
  },
});
