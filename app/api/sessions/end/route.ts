import { endSessionsRoute } from '#lib/http/sessions-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endSessionsRoute;
