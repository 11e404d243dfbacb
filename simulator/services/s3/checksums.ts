import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { S3Error } from '../../wire/error-answer.ts';

/** CRC-32 as S3 writes it: four bytes, big-endian, in base64. */
export function crc32Checksum(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

const ALGORITHMS: Record<string, (body: Uint8Array) => string> = {
  crc32: crc32Checksum,
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

/** Compares the checksums that came with a body (in headers or trailers) and gives back those that hold. @throws S3Error BadDigest */
export function checkChecksums(headers: IncomingHttpHeaders, body: Uint8Array): Record<string, string> {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400);
  }
  const found: Record<string, string> = {};
  for (const [name, compute] of Object.entries(ALGORITHMS)) {
    const given = headers[`x-amz-checksum-${name}`];
    if (typeof given !== 'string') continue;
    if (given !== compute(body)) {
      throw new S3Error('BadDigest', `The ${name.toUpperCase()} you specified did not match the calculated checksum.`, 400);
    }
    found[`x-amz-checksum-${name}`] = given;
  }
  return found;
}
