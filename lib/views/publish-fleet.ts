import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PublishedFleet } from '#lib/runtime-contract.ts';
import { fleetJson, type SerializedFleet } from './fleet-delta.ts';

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Serializes and compresses a view once, off the event loop, for all viewers. */
export async function publishFleet(serialized: SerializedFleet): Promise<PublishedFleet> {
  const identity = Buffer.from(fleetJson(serialized));
  const [zipped, brotli] = await Promise.all([
    compressGzip(identity, { level: 6 }),
    compressBrotli(identity, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: identity.byteLength },
    }),
  ]);
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  return { version: serialized.view.version, view: serialized.view, etag, identity, gzip: zipped, brotli };
}
