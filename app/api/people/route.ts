import { peopleRoute } from '#lib/http/people-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = peopleRoute;
