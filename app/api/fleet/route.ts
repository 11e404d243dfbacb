import { apiRoute } from '#lib/http/api-route.ts';
import { notReady } from '#lib/http/not-ready.ts';
import { publishedResponse } from '#lib/http/published-response.ts';
import { withPermission } from '#lib/http/with-permission.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: withPermission('read:health', (request, { runtime }) => {
    runtime.touch();
    const fleet = runtime.feed.current();
    return fleet ? publishedResponse(request, fleet) : notReady(runtime);
  }),
});
