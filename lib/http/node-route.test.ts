import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeCookie, fakeFleet, fakeRuntime } from './fake-runtime.ts';
import { fleetRoute } from './fleet-route.ts';
import { nodeRoute } from './node-route.ts';

const server = createServer(nodeRoute(fleetRoute));

beforeEach(async () => {
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime().runtime;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function call(method: string, headers: Record<string, string>) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const request = ask({ port, host: '127.0.0.1', path: '/api/fleet', method, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
    });
    request.on('error', reject).end();
  });
}

test('compressed bytes go out with their coding and length', async () => {
  const { status, headers, body } = await call('GET', { cookie: await fakeCookie([{ role: 'viewer' }]), 'accept-encoding': 'br' });
  expect(status).toBe(200);
  expect(headers['content-encoding']).toBe('br');
  expect(headers['content-length']).toBe(String(body.length));
  expect(brotliDecompressSync(body).toString()).toBe(JSON.stringify(fakeFleet()));
});

test('HEAD tells the same length and sends nothing', async () => {
  const { headers, body } = await call('HEAD', { cookie: await fakeCookie([{ role: 'viewer' }]) });
  expect(headers['content-length']).toBe(String(JSON.stringify(fakeFleet()).length));
  expect(body).toHaveLength(0);
});

test('a version that the viewer has is a 304, and a method that nobody has is a 405', async () => {
  const cookie = await fakeCookie([{ role: 'viewer' }]);
  expect((await call('GET', { cookie, 'if-none-match': 'W/"boot-1"' })).status).toBe(304);
  expect((await call('PROPFIND', { cookie })).status).toBe(405);
});

test('a method that nobody has is answered with the headers of every other answer', async () => {
  vi.stubEnv('NEXTAUTH_URL', 'https://cellwatch.example.com');
  const [known, unknown] = [await call('DELETE', {}), await call('PROPFIND', {})];
  vi.unstubAllEnvs();
  expect(unknown.status).toBe(405);
  expect(known.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  for (const name of ['strict-transport-security', 'content-security-policy', 'x-content-type-options', 'referrer-policy']) {
    expect(unknown.headers[name], name).toBe(known.headers[name]);
  }
});
