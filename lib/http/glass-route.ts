import { z } from 'zod';
import { actionProblem } from './action-problem.ts';
import { apiRoute } from './api-route.ts';
import { callerOf } from './caller.ts';
import { jsonResponse } from './json-response.ts';
import { overLimit } from './limits.ts';
import { withBody } from './with-body.ts';
import { withPermission, withSession } from './with-permission.ts';

const NEVER_KEPT = { 'Cache-Control': 'private, no-store' };
const breaking = z.strictObject({ reason: z.string().trim().min(1, 'must say why').max(2_000) });
const ending = z.strictObject({ id: z.string().min(1).max(100) });

/** GET /api/glass: who has broken the glass, for everybody. POST: breaks it for whoever has a role behind it. */
export const glassRoute = apiRoute({
  GET: withPermission('read:health', (request, { runtime }) => jsonResponse(request, { broken: runtime.glass.list() })),
  POST: withSession(
    withBody(breaking, async (request, signed, { reason }) => {
      const over = overLimit('change', signed);
      if (over) return over;
      try {
        const broken = await signed.runtime.glass.break(reason, callerOf(request, signed));
        return Response.json(broken, { status: 201, headers: NEVER_KEPT });
      } catch (error) {
        return actionProblem(error);
      }
    }),
  ),
});

/** POST /api/glass/end: gives the role back, or an admin takes it. */
export const endGlassRoute = apiRoute({
  POST: withSession(
    withBody(ending, async (request, signed, { id }) => {
      const over = overLimit('change', signed);
      if (over) return over;
      try {
        await signed.runtime.glass.end(id, callerOf(request, signed));
        return Response.json({ ended: true }, { headers: NEVER_KEPT });
      } catch (error) {
        return actionProblem(error);
      }
    }),
  ),
});
