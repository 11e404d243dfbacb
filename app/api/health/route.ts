import { apiRoute } from '#lib/http/api-route.ts';

/** Alive: the process answers. Says nothing of the picture; that is /api/ready. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: () => Response.json({ status: 'alive' }, { headers: { 'Cache-Control': 'no-store' } }),
});
