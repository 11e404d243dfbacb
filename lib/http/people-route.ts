import { z } from 'zod';
import { buildPeople } from '#lib/views/build-people.ts';
import { apiRoute } from './api-route.ts';
import { callerOf } from './caller.ts';
import { jsonResponse } from './json-response.ts';
import { limitedRead, overLimit } from './limits.ts';
import { problemResponse } from './problem.ts';
import { storeProblem } from './store-problem.ts';
import { withBody } from './with-body.ts';
import { withPermission } from './with-permission.ts';

/** GET /api/people: who is signed in, or was within a day. */
export const peopleRoute = apiRoute({
  GET: withPermission(
    'manage:people',
    limitedRead((request, { runtime, session }) => {
      const { sessions, accessPolicy } = runtime;
      const open = new Set(sessions.list().map(({ id }) => id));
      return jsonResponse(
        request,
        buildPeople(sessions.known(), open, accessPolicy, { personId: session.person.id, sessionId: session.id }),
      );
    }),
  ),
});

const signOutRequest = z.strictObject({ reason: z.string().trim().min(1, 'must say why').max(2_000) });

/** POST /api/people/ID/sign-out: ends all sessions of a person, and what they started as far as it is not sent yet. */
export const signOutPersonRoute = apiRoute({
  POST: withPermission(
    'manage:people',
    withBody(signOutRequest, async (request, signed, { reason }) => {
      const over = overLimit('change', signed);
      if (over) return over;
      const { runtime, params } = signed;
      const id = typeof params.id === 'string' ? params.id : '';
      const person = runtime.sessions.known().findLast((one) => one.person.id === id)?.person;
      if (!person) return noSuchPerson(id);
      try {
        const ended = await runtime.sessions.revoke(person, callerOf(request, signed), reason);
        return Response.json({ ended }, { headers: { 'Cache-Control': 'private, no-store' } });
      } catch (error) {
        return storeProblem(error);
      }
    }),
  ),
});

function noSuchPerson(id: string): Response {
  return problemResponse({
    status: 404,
    code: 'no-such-person',
    title: 'No such person',
    detail: `Nobody with the id "${id.slice(0, 100)}" was signed in within the last day.`,
    fix: 'Choose somebody of those at /people.',
  });
}
