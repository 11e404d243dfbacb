import type { z } from 'zod';
import type { ActionErrorCode } from '#lib/domain/control/action-error.ts';
import { type ApprovalAnswer, approvalAnswer, withdrawal } from '#lib/domain/control/request.ts';
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

const idOf = ({ params }: Signed): string => (typeof params.id === 'string' ? params.id : '');

/** A refusal of an action, or of a store that is down. @throws what is neither */
function approvalProblem(error: unknown): Response {
  return error instanceof Error && error.name === 'StoreError' ? storeProblem(error) : actionProblem(error);
}

/** GET /api/approvals: what waits for a second person, and what was asked for within a day. */
export const approvalsRoute = apiRoute({
  GET: withPermission('control', async (request, signed) => {
    try {
      return jsonResponse(request, { approvals: await signed.runtime.actions.approvals.list(callerOf(request, signed)) });
    } catch (error) {
      return approvalProblem(error);
    }
  }),
});

/** GET /api/approvals/ID: one request, with the plan that was confirmed. */
export const approvalRoute = apiRoute({
  GET: withPermission('control', async (request, signed) => {
    const id = idOf(signed);
    try {
      const found = await signed.runtime.actions.approvals.find(id, callerOf(request, signed));
      return found ? jsonResponse(request, found) : noSuchRequest(id);
    } catch (error) {
      return approvalProblem(error);
    }
  }),
});

/** GET /api/approvals/ID/changes: what has changed since it was asked for. Reads AWS. */
export const changesRoute = apiRoute({
  GET: withPermission('control', async (_, signed) => {
    const over = overLimit('change', signed);
    if (over) return over;
    try {
      return Response.json({ changes: await signed.runtime.actions.approvals.changes(idOf(signed)) }, { headers: NEVER_KEPT });
    } catch (error) {
      return approvalProblem(error);
    }
  }),
});

/** POST /api/approvals/ID/approve: a second person begins what somebody asked for. */
export const approveRoute = answerRoute(approvalAnswer, async (signed, id, { reason }, request) => {
  const begun = await signed.runtime.actions.approvals.approve(id, reason, callerOf(request, signed));
  return Response.json(begun, { status: 202, headers: { ...NEVER_KEPT, Location: `/api/actions/${begun.id}` } });
});

/** POST /api/approvals/ID/decline: a second person says no. */
export const declineRoute = answerRoute(approvalAnswer, async (signed, id, { reason }, request) =>
  Response.json(await signed.runtime.actions.approvals.decline(id, reason, callerOf(request, signed)), { headers: NEVER_KEPT }),
);

/** POST /api/approvals/ID/withdraw: whoever asked takes it back. */
export const withdrawRoute = answerRoute(withdrawal, async (signed, id, { reason }, request) =>
  Response.json(await signed.runtime.actions.approvals.withdraw(id, reason, callerOf(request, signed)), { headers: NEVER_KEPT }),
);

/** What somebody without the permission wanted is an entry of the audit log, where the request exists. */
function answerRoute(
  schema: z.ZodType<ApprovalAnswer>,
  answer: (signed: Signed, id: string, body: ApprovalAnswer, request: Request) => Promise<Response>,
) {
  return apiRoute({
    POST: withPermission(
      'control',
      withBody<ApprovalAnswer>(schema, async (request, signed, body) => {
        const over = overLimit('change', signed);
        if (over) return over;
        try {
          return await answer(signed, idOf(signed), body, request);
        } catch (error) {
          return approvalProblem(error);
        }
      }),
      withBody<ApprovalAnswer>(schema, async (request, signed) => {
        const over = overLimit('refused', signed);
        if (over) return over;
        await signed.runtime.actions.approvals.refused(idOf(signed), callerOf(request, signed));
        return new Response(null, { status: 403 });
      }),
    ),
  });
}

function noSuchRequest(id: string): Response {
  return problemResponse({
    status: 404,
    code: 'no-such-approval' satisfies ActionErrorCode,
    title: 'No such request',
    detail: `There is no request for approval "${id.slice(0, 100)}".`,
  });
}
