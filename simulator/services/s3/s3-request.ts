import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from '../../wire/error-answer.ts';
import type { CallContext } from '../../wire/service.ts';
import type { BucketWorld } from '../../world/types.ts';

/** A request to S3: which bucket and object, and what came with it. */
export interface S3Request {
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Without the framing of streamed uploads. */
  body: Uint8Array;
}

export interface S3Answer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

/** Bucket and key, from the host (bucket.s3.…, bucket.localhost) or the path. */
export function locate(path: string, host: string | undefined, buckets: ReadonlyMap<string, unknown>): { bucket: string; key: string } {
  const name = (host ?? '').replace(/:\d+$/, '');
  const plain = decode(path.slice(1));
  const inHost =
    /^(.+?)\.(?:localhost|s3[.-].*|s3\.amazonaws\.com)$/.exec(name)?.[1] ??
    [...buckets.keys()].find((bucket) => name.startsWith(`${bucket}.`));
  if (inHost !== undefined && inHost !== 's3') return { bucket: inHost, key: plain };
  const at = plain.indexOf('/');
  return at < 0 ? { bucket: plain, key: '' } : { bucket: plain.slice(0, at), key: plain.slice(at + 1) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}

/** The bucket of a request, which must be in the Region that the request was signed for. @throws S3Error */
export function findBucket(name: string, { world, region }: Pick<CallContext, 'world' | 'region'>): BucketWorld {
  const bucket = world.buckets.get(name);
  if (!bucket) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  if (bucket.region !== region) {
    // The Region of the signature stands for the endpoint that was called.
    throw new S3Error(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      301,
      { Bucket: name, Endpoint: `${name}.s3.${bucket.region}.amazonaws.com` },
      { 'x-amz-bucket-region': bucket.region },
    );
  }
  return bucket;
}
