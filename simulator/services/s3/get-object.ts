import { authorize } from '../../iam/authorize.ts';
import { S3Error } from '../../wire/error-answer.ts';
import type { CallContext } from '../../wire/service.ts';
import type { StoredObject } from '../../world/types.ts';
import { crc32Checksum } from './checksums.ts';
import { findBucket, type S3Answer, type S3Request } from './s3-request.ts';

/** An object or a part of it; 304 when the caller has it already. */
export function getObject(request: S3Request, context: CallContext): S3Answer {
  const object = findBucket(request.bucket, context).objects.get(request.key);
  if (!object) {
    // Whoever may not list the bucket is not told what is missing.
    authorize(context.principal, 's3:ListBucket', `arn:aws:s3:::${request.bucket}`);
    throw new S3Error('NoSuchKey', 'The specified key does not exist.', 404, { Key: request.key });
  }
  const headers: Record<string, string> = {
    ETag: object.etag,
    'Last-Modified': new Date(object.lastModified).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
  if (!preconditionsHold(request.headers, object)) return { status: 304, headers, body: '' };
  headers['Content-Type'] = object.contentType ?? 'binary/octet-stream';
  const range = readRange(header(request, 'range'), object.body.length);
  if (range) {
    headers['Content-Range'] = `bytes ${range.from}-${range.to}/${object.body.length}`;
    const body = object.body.subarray(range.from, range.to + 1);
    headers['Content-Length'] = String(body.length);
    return { status: 206, headers, body };
  }
  if (header(request, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    headers['x-amz-checksum-crc32'] = crc32Checksum(object.body);
    headers['x-amz-checksum-type'] = 'FULL_OBJECT';
  }
  headers['Content-Length'] = String(object.body.length);
  return { status: 200, headers, body: object.body };
}

function header(request: S3Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** False when the caller's copy is good; throws 412 when the object is not the one that was asked for. */
function preconditionsHold(headers: S3Request['headers'], object: StoredObject): boolean {
  const seconds = Math.floor(object.lastModified / 1000) * 1000;
  const matches = (list: string) =>
    list.trim() === '*' ||
    list.split(',').some((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', '') === object.etag.replaceAll('"', ''));
  const failed = (condition: string) =>
    new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, { Condition: condition });
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch, 'if-modified-since': since, 'if-unmodified-since': unmodified } = headers;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch)) throw failed('If-Match');
  } else if (unmodified !== undefined && seconds > Date.parse(unmodified)) throw failed('If-Unmodified-Since');
  if (ifNoneMatch !== undefined) return !matches(ifNoneMatch);
  return !(since !== undefined && seconds <= Date.parse(since));
}

/** The bytes asked for, both ends included; null for all, and for a range S3 would ignore. */
function readRange(text: string | undefined, length: number): { from: number; to: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(text ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const from = match[1] === '' ? Math.max(0, length - Number(match[2])) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? length - 1 : Math.min(length - 1, Number(match[2]));
  if (match[1] !== '' && match[2] !== '' && Number(match[2]) < from) return null;
  if (from > to) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: text ?? '',
      ActualObjectSize: String(length),
    });
  }
  return { from, to };
}
