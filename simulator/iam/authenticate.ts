import { AwsError } from '../wire/aws-error.ts';
import type { World } from '../world/types.ts';
import { type CheckedSignature, checkSignature, type SignedRequest } from './check-signature.ts';
import { findKey } from './find-key.ts';
import type { Sessions } from './issue-session.ts';
import type { Authorization } from './parse-authorization.ts';
import type { Principal } from './principal.ts';

/**
 * Who sent the request, from its signature.
 * @param hostNow epoch ms of the host as this principal meets it, for the age of the signature; sessions end by the world's clock
 * @throws AwsError
 */
export function authenticate(
  world: World,
  sessions: Sessions,
  request: SignedRequest,
  auth: Authorization | null,
  hostNow: (principal: Principal) => number,
): { principal: Principal; checked: CheckedSignature } {
  if (!auth) throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  const session = auth.sessionToken === null ? null : sessions.read(auth.accessKeyId, auth.sessionToken);
  const holder = auth.sessionToken === null ? findKey(world, auth.accessKeyId) : session;
  if (!holder) throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  const checked = checkSignature(request, auth, holder.secretAccessKey, hostNow(holder.principal));
  if (session && session.expiresAt <= world.clock.now()) {
    throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
  }
  return { principal: holder.principal, checked };
}
