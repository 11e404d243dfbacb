import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { AwsError, serializationError } from './aws-error.ts';

const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;
const CODINGS: Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Buffer> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** The body of a request without its content coding; clients compress large ones. @throws AwsError */
export function decodeBody(body: Uint8Array, contentEncoding: string | undefined): Uint8Array {
  const coding = contentEncoding?.trim().toLowerCase();
  if (coding === undefined || coding === '' || coding === 'identity') return body;
  const decompress = CODINGS[coding];
  if (!decompress)
    throw new AwsError('UnsupportedMediaType', `The simulator does not know the content encoding "${coding.slice(0, 40)}"`, 415);
  try {
    return decompress(body, { maxOutputLength: MAX_DECOMPRESSED_BYTES });
  } catch {
    throw serializationError(`The body is not ${coding}, or too large`);
  }
}
