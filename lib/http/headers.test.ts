import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeRuntime } from './fake-runtime.ts';
import { strictTransport } from './strict-transport.ts';
import { everyRoute } from './testing/every-route.ts';

beforeEach(() => {
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime().runtime;
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each(['http://127.0.0.1:3100', 'https://cellwatch.example.com'])(
  'behind %s every route says how its answer may be used',
  async (address) => {
    vi.stubEnv('NEXTAUTH_URL', address);
    for (const { path, module, params } of everyRoute) {
      for (const [method, handler] of Object.entries(module)) {
        const { headers } = await handler(new Request(`${address}${path}`, { method }), { params: Promise.resolve(params(['x'])) });
        expect(headers.get('content-security-policy'), path).toBe(
          "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        );
        expect(headers.get('x-content-type-options'), path).toBe('nosniff');
        expect(headers.get('referrer-policy'), path).toBe('no-referrer');
        expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
        expect(headers.get('strict-transport-security'), path).toBe(
          address.startsWith('https') ? 'max-age=31536000; includeSubDomains' : null,
        );
        expect(headers.get('access-control-allow-origin'), path).toBeNull();
      }
    }
  },
);

test('TLS is asked for where people come over it', () => {
  expect(strictTransport('http://127.0.0.1:3000')).toBeNull();
  expect(strictTransport(undefined)).toBeNull();
});
