import { apiRoute } from '#lib/http/api-route.ts';
import { signInRoute } from '#lib/http/sign-in-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({ GET: signInRoute, POST: signInRoute });
