import { costsCellRoute } from '#lib/http/costs-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = costsCellRoute;
