import { createHash } from 'node:crypto';
import { S3Error } from '../../wire/error-answer.ts';
import type { CallContext } from '../../wire/service.ts';
import { checkChecksums } from './checksums.ts';
import { findBucket, type S3Answer, type S3Request } from './s3-request.ts';

/** Stores an object, if its checksums and conditions hold. */
export function putObject(request: S3Request, context: CallContext): S3Answer {
  const bucket = findBucket(request.bucket, context);
  if (Buffer.byteLength(request.key) > 1024) throw new S3Error('KeyTooLongError', 'Your key is too long', 400);
  const old = bucket.objects.get(request.key);
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = request.headers;
  const failed = (condition: string) =>
    new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, { Condition: condition });
  if (ifNoneMatch === '*' && old) throw failed('If-None-Match');
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== old?.etag.replaceAll('"', '')) throw failed('If-Match');
  const checksums = checkChecksums(request.headers, request.body);
  const etag = `"${createHash('md5').update(request.body).digest('hex')}"`;
  bucket.objects.set(request.key, {
    body: Uint8Array.from(request.body),
    etag,
    lastModified: context.now,
    contentType: request.headers['content-type'] ?? null,
  });
  return { status: 200, headers: { ETag: etag, ...checksums }, body: '' };
}
