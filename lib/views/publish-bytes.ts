import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Published } from '#lib/runtime-contract.ts';

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Compresses a view once, off the event loop, for all viewers. @param identity its JSON */
export async function publishBytes(version: string, identity: Uint8Array): Promise<Published> {
  const [zipped, brotli] = await Promise.all([
    compressGzip(identity, { level: 6 }),
    compressBrotli(identity, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: identity.byteLength },
    }),
  ]);
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  return { version, etag, identity, gzip: zipped, brotli };
}
