import { type RegistryPair, registryPair } from '#lib/domain/registry/registry-confirmation.ts';
import { actionProblem } from './action-problem.ts';
import { apiRoute } from './api-route.ts';
import { callerOf } from './caller.ts';
import { overLimit } from './limits.ts';
import { withBody } from './with-body.ts';
import { withPermission } from './with-permission.ts';

/** POST /api/registry/confirm: an admin wants the registry in force that is held for the cells it would lose. */
export const confirmRegistryRoute = apiRoute({
  POST: withPermission(
    'confirm:registry',
    withBody<RegistryPair>(registryPair, async (request, signed, body) => {
      const over = overLimit('confirm', signed);
      if (over) return over;
      try {
        const { id } = await signed.runtime.registry.confirm(body, callerOf(request, signed));
        return Response.json({ id }, { status: 202, headers: { 'Cache-Control': 'private, no-store' } });
      } catch (error) {
        return actionProblem(error);
      }
    }),
    withBody<RegistryPair>(registryPair, async (request, signed, body) => {
      const over = overLimit('refused', signed);
      if (over) return over;
      await signed.runtime.registry.refused(body, callerOf(request, signed));
      return new Response(null, { status: 403 });
    }),
  ),
});
