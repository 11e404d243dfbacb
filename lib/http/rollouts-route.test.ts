import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';
import { nodeRoute } from './node-route.ts';
import { rolloutRoute, rolloutsRoute } from './rollouts-route.ts';

/** As Next calls it: what the address took stands in the query. */
const one = nodeRoute(rolloutRoute);
const server = createServer((incoming, outgoing) => {
  const pipeline = /^\/api\/rollouts\/(.+)$/.exec(incoming.url ?? '')?.[1];
  return pipeline ? one(Object.assign(incoming, { query: { pipeline } }), outgoing) : nodeRoute(rolloutsRoute)(incoming, outgoing);
});

beforeEach(async () => {
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime().runtime;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function get(path: string, more: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const headers = { cookie: await fakeCookie([{ role: 'viewer' }]), ...more };
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const request = ask({ port, host: '127.0.0.1', path, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
    });
    request.on('error', reject).end();
  });
}

test('all rollouts and one pipeline go out as they were published, or as a 304', async () => {
  expect(JSON.parse((await get('/api/rollouts')).body)).toEqual({ version: 'boot-r1', components: [] });
  expect(JSON.parse((await get('/api/rollouts/router')).body)).toEqual({ version: 'boot-r1', component: 'router' });
  expect((await get('/api/rollouts', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
  expect((await get('/api/rollouts/router', { 'if-none-match': 'W/"boot-r1"' })).status).toBe(304);
});

test('an unknown pipeline is a 404 with the nearest name', async () => {
  const { status, body } = await get('/api/rollouts/rooter');
  expect(status).toBe(404);
  expect(JSON.parse(body)).toMatchObject({ code: 'no-such-pipeline', didYouMean: 'router' });
});

test('before the pipelines have been judged the answer says so', async () => {
  const { runtime } = fakeRuntime();
  const waiting = { pipelines: null, all: async () => null, of: async () => null };
  (globalThis as { __cellwatch?: unknown }).__cellwatch = { ...runtime, rollouts: waiting };
  for (const path of ['/api/rollouts', '/api/rollouts/router']) {
    const { status, headers } = await get(path);
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('2');
  }
});
