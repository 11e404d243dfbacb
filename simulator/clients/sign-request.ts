import { sha256 } from '../iam/check-signature.ts';
import { hmac, signingKey } from '../iam/signing-key.ts';
import type { Key } from './test-bed.ts';

/** A request to be signed by hand, for what no client would send. */
interface RawRequest {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** Sends a signed request with any content. @param at epoch ms of the signature */
export async function sendSigned(
  key: Key,
  service: string,
  request: RawRequest,
  at = Date.now(),
): Promise<{ status: number; headers: Headers; text: string; bytes: Uint8Array }> {
  const { method = 'POST', body = '' } = request;
  const url = new URL(request.url);
  const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const signed: Record<string, string> = { host: url.host, 'x-amz-content-sha256': sha256(body), 'x-amz-date': date };
  if (key.sessionToken !== undefined) signed['x-amz-security-token'] = key.sessionToken;
  const names = Object.keys(signed).sort();
  const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort();
  const canonical = [
    method,
    url.pathname,
    query.join('&'),
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = `${day}/us-east-1/${service}/aws4_request`;
  const signature = hmac(
    signingKey(key.secretAccessKey, day, 'us-east-1', service),
    `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`,
  );
  const { host: _, ...headers } = signed;
  const answer = await fetch(url, {
    method,
    headers: {
      ...headers,
      ...request.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`,
    },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, text: Buffer.from(bytes).toString(), bytes };
}

/** The address of an object with a signature in it, good for so many seconds. */
export function presign(key: Key, address: string, seconds: number, at: number): string {
  const url = new URL(address);
  const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${key.accessKeyId}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const canonical = `GET\n${url.pathname}\n${query}\nhost:${url.host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const signing = signingKey(key.secretAccessKey, date.slice(0, 8), 'us-east-1', 's3');
  const signature = hmac(signing, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return `${address}?${query}&X-Amz-Signature=${signature}`;
}
