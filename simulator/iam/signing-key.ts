import { createHmac } from 'node:crypto';

const KEPT = 20_000;
const known = new Map<string, Buffer>();

/** Signature Version 4's key of a secret, a day, a Region and a service. */
export function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  const id = `${secret}\n${day}\n${region}\n${service}`;
  let key = known.get(id);
  if (!key) {
    key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
    if (known.size >= KEPT) known.clear();
    known.set(id, key);
  }
  return key;
}

/** HMAC with SHA-256. */
export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
