import { nodeRoute } from '#lib/http/node-route.ts';
import { rolloutsRoute } from '#lib/http/rollouts-route.ts';

// Here and not under app/: see nodeRoute.
export const config = { api: { bodyParser: false, responseLimit: false } };

export default nodeRoute(rolloutsRoute);
