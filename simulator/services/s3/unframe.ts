import type { CheckedSignature } from '../../iam/check-signature.ts';
import type { Authorization } from '../../iam/parse-authorization.ts';
import { readAwsChunked } from '../../wire/aws-chunked.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { S3Request } from './s3-request.ts';

/** Puts the body of a streamed upload, and its trailers as headers, into the request. @throws AwsError */
export function unframe(request: S3Request, auth: Authorization | null, checked: CheckedSignature): void {
  const signed = String(request.headers['x-amz-content-sha256']).startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  const { body, trailers } = readAwsChunked(
    Buffer.from(request.body),
    signed && auth ? { ...checked, date: auth.date, first: auth.signature } : null,
  );
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== body.length) {
    throw new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');
  }
  request.body = body;
  request.headers = { ...request.headers, ...trailers };
}
