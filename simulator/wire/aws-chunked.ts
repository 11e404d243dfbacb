import type { IncomingHttpHeaders } from 'node:http';
import type { CheckedSignature } from '../iam/check-signature.ts';
import { sha256 } from '../iam/check-signature.ts';
import { hmac } from '../iam/signing-key.ts';
import { AwsError } from './aws-error.ts';

/** Whether a body is framed in chunks, as newer clients stream uploads. */
export function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
}

/** What is needed to check the signatures of chunks; the first follows on the request's own. */
interface ChunkSignatures extends CheckedSignature {
  date: string;
  first: string;
}

/**
 * Takes the framing off: `size[;chunk-signature=…]\r\n data \r\n … 0\r\n trailers`.
 * @param signatures null when the chunks are not signed
 * @throws AwsError IncompleteBody, SignatureDoesNotMatch
 */
export function readAwsChunked(framed: Buffer, signatures: ChunkSignatures | null): { body: Buffer; trailers: Record<string, string> } {
  const broken = () => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
  const parts: Buffer[] = [];
  let previous = signatures?.first ?? '';
  let at = 0;
  for (;;) {
    const end = framed.indexOf('\r\n', at);
    const [size = '', extension = ''] = end < 0 ? [] : framed.toString('latin1', at, end).split(';');
    if (!/^[0-9a-fA-F]{1,8}$/.test(size)) throw broken();
    const length = Number.parseInt(size, 16);
    const data = framed.subarray(end + 2, end + 2 + length);
    if (data.length < length) throw broken();
    if (signatures) {
      const expected = hmac(
        signatures.key,
        `AWS4-HMAC-SHA256-PAYLOAD\n${signatures.date}\n${signatures.scope}\n${previous}\n${sha256('')}\n${sha256(data)}`,
      ).toString('hex');
      if (extension !== `chunk-signature=${expected}`) {
        throw new AwsError('SignatureDoesNotMatch', 'The chunk signature we calculated does not match the signature you provided.', 403);
      }
      previous = expected;
    }
    at = end + 2 + length;
    if (length === 0) break;
    parts.push(data);
    if (framed.toString('latin1', at, at + 2) !== '\r\n') throw broken();
    at += 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of framed.toString('latin1', at).split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { body: Buffer.concat(parts), trailers };
}
