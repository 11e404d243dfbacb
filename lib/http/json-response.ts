import { createHash } from 'node:crypto';
import { matchesEtag } from './matches-etag.ts';

/** JSON with an ETag over its text; 304 when the viewer has it already. */
export function jsonResponse(request: Request, value: unknown): Response {
  const text = JSON.stringify(value);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const headers = { 'Cache-Control': 'private, no-cache', Vary: 'Accept-Encoding, Cookie', ETag: etag };
  if (matchesEtag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' } });
}
