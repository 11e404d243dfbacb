import type { Caller } from '#lib/domain/control/request.ts';
import { requestOrigin } from './request-origin.ts';
import { SESSION_SECONDS } from './session.ts';
import type { Signed } from './with-permission.ts';

/** Who asks, as actions want to know it. */
export function callerOf(request: Request, { session, runtime }: Signed): Caller {
  const { id, name, email, roles } = session.person;
  return {
    person: { id, name, email },
    grants: roles,
    expiresAt: session.expiresAt,
    signedInAt: session.expiresAt - SESSION_SECONDS * 1000,
    origin: requestOrigin(request, runtime.env),
  };
}
