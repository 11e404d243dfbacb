import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../wire/aws-error.ts';
import type { Authorization } from './parse-authorization.ts';
import { hmac, signingKey } from './signing-key.ts';

/** What of a request is signed. */
export interface SignedRequest {
  method: string;
  /** As sent, still encoded, without the query string. */
  path: string;
  /** As sent, without the question mark. */
  rawQuery: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

const SKEW_MS = 5 * 60_000;
const S3_SKEW_MS = 15 * 60_000;

/** Seed for the signatures of chunks, as the streaming form of S3 wants it. */
export interface CheckedSignature {
  key: Buffer;
  scope: string;
}

/**
 * Checks Signature Version 4 of a request.
 * @param now epoch ms of the host: signatures are made by clients whose clock is the host's, not the world's
 * @throws AwsError SignatureDoesNotMatch, RequestTimeTooSkewed
 */
export function checkSignature(request: SignedRequest, auth: Authorization, secret: string, now: number): CheckedSignature {
  const s3 = auth.service === 's3';
  checkTime(auth, s3, now);
  if (!auth.signedHeaders.includes('host')) {
    throw new AwsError('SignatureDoesNotMatch', "'Host' must be a 'SignedHeader' in the AWS Authorization.", 403);
  }
  const scope = `${auth.day}/${auth.region}/${auth.service}/aws4_request`;
  const canonical = [
    request.method,
    s3 ? canonicalS3Path(request.path) : canonicalPath(request.path),
    canonicalQuery(request.rawQuery),
    ...auth.signedHeaders.map((name) => `${name}:${headerValue(request.headers, name)}`),
    '',
    auth.signedHeaders.join(';'),
    payloadHash(request, auth, s3),
  ].join('\n');
  const toSign = `AWS4-HMAC-SHA256\n${auth.date}\n${scope}\n${sha256(canonical)}`;
  const key = signingKey(secret, auth.day, auth.region, auth.service);
  const expected = hmac(key, toSign);
  const given = Buffer.from(auth.signature, 'hex');
  if (given.length === expected.length && timingSafeEqual(given, expected)) return { key, scope };
  throw new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    403,
  );
}

function checkTime(auth: Authorization, s3: boolean, now: number): void {
  const signedAt = Date.parse(auth.date.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(signedAt) || !auth.date.startsWith(auth.day)) {
    throw new AwsError(
      'SignatureDoesNotMatch',
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP',
      403,
    );
  }
  if (auth.expires !== null) {
    if (now > signedAt + auth.expires * 1000) throw new AwsError('AccessDenied', 'Request has expired', 403);
    return;
  }
  if (Math.abs(now - signedAt) <= (s3 ? S3_SKEW_MS : SKEW_MS)) return;
  if (s3) throw new AwsError('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403);
  const compact = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
  throw new AwsError(
    'SignatureDoesNotMatch',
    signedAt < now
      ? `Signature expired: ${auth.date} is now earlier than ${compact(now - SKEW_MS)} (${compact(now)} - 5 min.)`
      : `Signature not yet current: ${auth.date} is still later than ${compact(now + SKEW_MS)} (${compact(now)} + 5 min.)`,
    403,
  );
}

function payloadHash(request: SignedRequest, auth: Authorization, s3: boolean): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (!s3) return sha256(request.body);
  if (typeof declared !== 'string') return auth.expires === null ? sha256(request.body) : 'UNSIGNED-PAYLOAD';
  if (/^[0-9a-f]{64}$/.test(declared) && declared !== sha256(request.body)) {
    throw new AwsError('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
  return declared;
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

/** Each segment is encoded once more, as every service but S3 wants it. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const joined = `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
  return joined.split('/').map(encode).join('/');
}

function canonicalS3Path(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** SHA-256 as lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
