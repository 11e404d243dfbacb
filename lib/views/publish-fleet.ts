import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PublishedFleet } from '#lib/runtime-contract.ts';
import type { FleetView } from './fleet-view.ts';
import { objectJsonSteps } from './json-steps.ts';

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** JSON of a view as bytes, in steps of at most a few milliseconds. */
export function* fleetBytesSteps(view: FleetView): Generator<undefined, Uint8Array> {
  const { cells, ...rest } = view;
  const pieces: Buffer[] = [];
  yield* objectJsonSteps(rest, 'cells', cells, (piece) => void pieces.push(Buffer.from(piece)));
  yield;
  return Buffer.concat(pieces);
}

/** Compresses a view once, off the event loop, for all viewers. */
export async function publishFleet(view: FleetView, identity: Uint8Array): Promise<PublishedFleet> {
  const [zipped, brotli] = await Promise.all([
    compressGzip(identity, { level: 6 }),
    compressBrotli(identity, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: identity.byteLength },
    }),
  ]);
  const etag = `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  return { version: view.version, view, etag, identity, gzip: zipped, brotli };
}
