import { endGlassRoute } from '#lib/http/glass-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endGlassRoute;
