import type { Published } from '#lib/runtime-contract.ts';
import { matchesEtag } from './matches-etag.ts';
import { negotiateEncoding } from './negotiate-encoding.ts';

/** Answers with bytes that were serialized and compressed once for all viewers; 304 when the viewer has them already. */
export function publishedResponse(request: Request, published: Published): Response {
  const headers: Record<string, string> = {
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept-Encoding, Cookie',
    ETag: published.etag,
  };
  if (matchesEtag(request.headers.get('if-none-match'), published.etag)) return new Response(null, { status: 304, headers });
  const encoding = negotiateEncoding(request.headers.get('accept-encoding'));
  const body = encoding === 'br' ? published.brotli : encoding === 'gzip' ? published.gzip : published.identity;
  headers['Content-Type'] = 'application/json; charset=utf-8';
  headers['Content-Length'] = String(body.byteLength);
  if (encoding !== 'identity') headers['Content-Encoding'] = encoding;
  return new Response(streamOf(body as Uint8Array<ArrayBuffer>), { headers });
}

/** A stream of `bytes` themselves: a body made of bytes would copy them for each viewer, and the garbage collector pay for it. */
function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
