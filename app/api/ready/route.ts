import { apiRoute } from '#lib/http/api-route.ts';
import { getRuntime } from '#lib/http/runtime.ts';

/** Ready: the store is migrated and a valid registry is known. Tells nothing that a stranger may not know. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: async () => {
    const { storeMigrated, registryKnown, problems } = (await getRuntime()).readiness();
    const ready = storeMigrated && registryKnown;
    const body = { status: ready ? 'ready' : 'not-ready', storeMigrated, registryKnown, problems: problems.map(({ code }) => code) };
    return Response.json(body, { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } });
  },
});
