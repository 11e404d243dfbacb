import type { Caller } from '#lib/domain/control/request.ts';
import { requestOrigin } from './request-origin.ts';
import type { Signed } from './with-permission.ts';

/** Who asks, as actions want to know it. */
export function callerOf(request: Request, { session, runtime }: Signed): Caller {
  const { id, name, email, roles } = session.person;
  return {
    person: { id, name, email },
    grants: roles,
    sessionId: session.id,
    expiresAt: session.expiresAt,
    authenticatedAt: session.authenticatedAt,
    origin: requestOrigin(request, runtime.env),
  };
}
