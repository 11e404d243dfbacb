import { planRoute } from '#lib/http/actions-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = planRoute;
