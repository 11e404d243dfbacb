import type { z } from 'zod';
import { STOPPING_VERBS } from '#lib/domain/control/action.ts';
import { idempotencyKey, type PlanRequest, planRequest, type StartRequest, startRequest } from '#lib/domain/control/request.ts';
import { actionProblem } from './action-problem.ts';
import { apiRoute } from './api-route.ts';
import { callerOf } from './caller.ts';
import { jsonResponse } from './json-response.ts';
import { overLimit } from './limits.ts';
import { problemResponse } from './problem.ts';
import { storeProblem } from './store-problem.ts';
import { withBody } from './with-body.ts';
import { type Signed, withPermission } from './with-permission.ts';

const NEVER_KEPT = { 'Cache-Control': 'private, no-store' };

/** What somebody without the permission wanted is an entry of the audit log, where it is a request at all. */
const refused = <T extends PlanRequest>(schema: z.ZodType<T>) =>
  withBody<T>(schema, async (request, signed, body) => {
    const over = overLimit('refused', signed);
    if (over) return over;
    await signed.runtime.actions.refused(body, callerOf(request, signed));
    return new Response(null, { status: 403 });
  });

/** What stops something is never refused for its number. */
const tooMany = (signed: Signed, { verb }: PlanRequest) => (STOPPING_VERBS.has(verb) ? null : overLimit('change', signed));

/** POST /api/actions/plan: what an action would do now. Changes nothing. */
export const planRoute = apiRoute({
  POST: withPermission(
    'control',
    withBody<PlanRequest>(planRequest, async (request, signed, body) => {
      const over = tooMany(signed, body);
      if (over) return over;
      try {
        return Response.json(await signed.runtime.actions.plan(body, callerOf(request, signed)), { headers: NEVER_KEPT });
      } catch (error) {
        return actionProblem(error);
      }
    }),
    refused<PlanRequest>(planRequest),
  ),
});

/** POST /api/actions: begins an action, and answers its id as soon as the intent is recorded. */
export const actionsRoute = apiRoute({
  POST: withPermission(
    'control',
    withBody<StartRequest>(startRequest, async (request, signed, body) => {
      const key = idempotencyKey.safeParse(request.headers.get('idempotency-key') ?? '');
      if (!key.success) return keyMissing(key.error.issues[0]?.message ?? '');
      const over = tooMany(signed, body);
      if (over) return over;
      try {
        const begun = await signed.runtime.actions.begin(body, callerOf(request, signed), key.data);
        return Response.json(begun, { status: 202, headers: { ...NEVER_KEPT, Location: `/api/actions/${begun.id}` } });
      } catch (error) {
        return actionProblem(error);
      }
    }),
    refused<StartRequest>(startRequest),
  ),
});

/** GET /api/actions/ID: how far an action is, call by call. */
export const actionRoute = apiRoute({
  GET: withPermission('control', async (request, { runtime, params }) => {
    const id = typeof params.id === 'string' ? params.id : '';
    try {
      const action = await runtime.actions.find(id);
      return action ? jsonResponse(request, action) : noSuchAction(id);
    } catch (error) {
      return storeProblem(error);
    }
  }),
});

function keyMissing(fault: string): Response {
  return problemResponse({
    status: 400,
    code: 'key-missing',
    title: 'The Idempotency-Key is missing',
    detail: `The header Idempotency-Key ${fault}: it makes of a request that is sent twice one action.`,
    fix: 'Send a new random key, such as a UUID, with each new request.',
  });
}

function noSuchAction(id: string): Response {
  return problemResponse({
    status: 404,
    code: 'no-such-action',
    title: 'No such action',
    detail: `There is no action "${id.slice(0, 100)}".`,
  });
}
