import { createHash, timingSafeEqual } from 'node:crypto';

/** True when an Authorization header carries this token. Takes the same time whatever was sent. */
export function bearerMatches(authorization: string | null, token: string): boolean {
  const given = /^Bearer +(\S.*)$/i.exec(authorization ?? '')?.[1] ?? '';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
