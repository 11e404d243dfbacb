import { costsRoute } from '#lib/http/costs-route.ts';
import { nodeRoute } from '#lib/http/node-route.ts';

// Here and not under app/: see nodeRoute.
export const config = { api: { bodyParser: false, responseLimit: false } };

export default nodeRoute(costsRoute);
