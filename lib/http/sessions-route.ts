import { z } from 'zod';
import { buildSessions } from '#lib/views/build-people.ts';
import type { SessionsView } from '#lib/views/people-view.ts';
import { apiRoute } from './api-route.ts';
import { jsonResponse } from './json-response.ts';
import { limitedRead, overLimit } from './limits.ts';
import { storeProblem } from './store-problem.ts';
import { withBody } from './with-body.ts';
import { type Signed, withSession } from './with-permission.ts';

const ofPerson = ({ runtime, session }: Signed) => runtime.sessions.list().filter(({ person }) => person.id === session.person.id);

/** GET /api/sessions: where whoever asks is signed in. */
export const sessionsRoute = apiRoute({
  GET: withSession(
    limitedRead((request, signed) => {
      const view: SessionsView = {
        sessions: buildSessions(ofPerson(signed), signed.session.id),
        idleMinutes: signed.runtime.env.SESSION_IDLE_MINUTES,
      };
      return jsonResponse(request, view);
    }),
  ),
});

/** Body of POST /api/sessions/end: one of one's other sessions, or all of them when left out. */
const endRequest = z.strictObject({ id: z.string().min(1).max(100).optional() });

/** POST /api/sessions/end: ends other sessions of whoever asks. One that is over, or somebody else's, is none of them. */
export const endSessionsRoute = apiRoute({
  POST: withSession(
    withBody(endRequest, async (_, signed, { id }) => {
      const over = overLimit('change', signed);
      if (over) return over;
      const { runtime, session } = signed;
      const ids = ofPerson(signed).flatMap((one) => (one.id !== session.id && (id === undefined || one.id === id) ? [one.id] : []));
      try {
        if (ids.length > 0) await runtime.sessions.endElsewhere(ids);
      } catch (error) {
        return storeProblem(error);
      }
      return Response.json({ ended: ids.length }, { headers: { 'Cache-Control': 'private, no-store' } });
    }),
  ),
});
