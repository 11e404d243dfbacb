import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fakeFleet, fakePublished } from './fake-runtime.ts';
import { publishedResponse } from './published-response.ts';

const fleet = fakePublished(fakeFleet('boot-7'));

function ask(headers: Record<string, string>): Response {
  return publishedResponse(new Request('http://127.0.0.1/api/fleet', { headers }), fleet);
}

test('sends the bytes compressed before, in the coding that the viewer likes best', async () => {
  const text = JSON.stringify(fleet.view);
  const br = ask({ 'accept-encoding': 'gzip, br' });
  expect(br.headers.get('content-encoding')).toBe('br');
  expect(brotliDecompressSync(await br.arrayBuffer()).toString()).toBe(text);
  const gzip = ask({ 'accept-encoding': 'gzip' });
  expect(gzip.headers.get('content-encoding')).toBe('gzip');
  expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(text);
  const plain = ask({});
  expect(plain.headers.has('content-encoding')).toBe(false);
  expect(await plain.text()).toBe(text);
});

test('is never kept by a cache between, and varies by coding', () => {
  const { headers } = ask({});
  expect(headers.get('cache-control')).toBe('private, no-cache');
  expect(headers.get('vary')).toContain('Accept-Encoding');
});

test('answers 304 to whoever has this version, by weak comparison, and 200 to others', () => {
  const bare = fleet.etag.replace(/^W\//, '');
  for (const tag of [fleet.etag, bare, `"other", ${fleet.etag}`, '*']) {
    const response = ask({ 'if-none-match': tag });
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe(fleet.etag);
    expect(response.body).toBeNull();
  }
  expect(ask({ 'if-none-match': '"boot-6"' }).status).toBe(200);
});
