import { apiRoute } from '#lib/http/api-route.ts';
import { noSuchRoute } from '#lib/http/no-such-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: noSuchRoute,
  POST: noSuchRoute,
  PUT: noSuchRoute,
  PATCH: noSuchRoute,
  DELETE: noSuchRoute,
});
