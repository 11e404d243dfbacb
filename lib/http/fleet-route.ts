import { apiRoute } from './api-route.ts';
import { notReady } from './not-ready.ts';
import { publishedResponse } from './published-response.ts';
import { withPermission } from './with-permission.ts';

/** GET /api/fleet: the picture of now, the same bytes for all viewers. */
export const fleetRoute = apiRoute({
  GET: withPermission('read:health', (request, { runtime }) => {
    const fleet = runtime.feed.current();
    return fleet ? publishedResponse(request, fleet) : notReady(runtime);
  }),
});
