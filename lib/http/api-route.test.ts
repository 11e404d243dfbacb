import { expect, test, vi } from 'vitest';
import { apiRoute } from './api-route.ts';
import { bearerMatches } from './bearer-matches.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { noSuchCell } from './no-such-cell.ts';
import { parseCookies } from './parse-cookies.ts';
import { problemResponse } from './problem.ts';
import { signInError } from './sign-in-errors.ts';

const context = { params: Promise.resolve({}) };
const request = (method = 'GET') => new Request('http://127.0.0.1/api/x?secret=1', { method });

test('a throw becomes a problem with an id that the log carries too, and nothing of the cause', async () => {
  const logged = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const route = apiRoute({
    GET: () => {
      throw new Error('password=hunter2');
    },
  });
  const response = await route.GET(request(), context);
  const body = (await response.json()) as { id: string };
  expect(response.status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('hunter2');
  expect(String(logged.mock.calls[0]?.[0])).toContain(body.id);
  expect(String(logged.mock.calls[0]?.[0])).not.toContain('secret');
  logged.mockRestore();
});

test('a wrong method names the right ones', async () => {
  const route = apiRoute({ GET: () => new Response('x') });
  const response = await route.DELETE(request('DELETE'), context);
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  expect(await response.json()).toMatchObject({ code: 'method-not-allowed' });
  expect((await route.OPTIONS(request('OPTIONS'), context)).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

test('HEAD has the headers of GET and no body', async () => {
  const route = apiRoute({ GET: () => new Response('hello', { headers: { ETag: '"1"' } }) });
  const response = await route.HEAD(request('HEAD'), context);
  expect(response.headers.get('etag')).toBe('"1"');
  expect(await response.text()).toBe('');
});

test('a problem carries code, title, detail and fix, and is kept by no cache', async () => {
  const response = problemResponse({ status: 409, code: 'a', title: 'b', detail: 'c', fix: 'd', more: { e: 1 } });
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({ type: 'about:blank', status: 409, code: 'a', title: 'b', detail: 'c', fix: 'd', e: 1 });
});

test('a mistyped cell gets the nearest name, a foreign one none', async () => {
  const names = ['prod-use1-a', 'prod-euw1-b'];
  expect(await noSuchCell('prod-use1-aa', names).json()).toMatchObject({ didYouMean: 'prod-use1-a' });
  expect(await noSuchCell('zzz', names).json()).not.toHaveProperty('didYouMean');
  expect(await noSuchCell('x', []).json()).not.toHaveProperty('didYouMean');
});

test('a bearer token matches only when it is the same', () => {
  expect(bearerMatches('Bearer abc', 'abc')).toBe(true);
  expect(bearerMatches('bearer abc', 'abc')).toBe(true);
  for (const wrong of [null, '', 'abc', 'Bearer ', 'Bearer abcd', 'Bearer ab', 'Basic abc'])
    expect(bearerMatches(wrong, 'abc')).toBe(false);
});

test('cookies are read by their first value, and none becomes a prototype', () => {
  expect(parseCookies('a=1; b="two"; a=3; c=%20; d=%E0; =x; e')).toEqual({ a: '1', b: 'two', c: ' ', d: '%E0' });
  expect(Object.getPrototypeOf(parseCookies('__proto__=x'))).toBe(Object.prototype);
  expect(parseCookies(null)).toEqual({});
});

test('the policy runs scripts by nonce alone and lets the sign-in form reach the issuer', () => {
  const options = { nonce: 'n0nce', signInOrigins: ['https://login.example.com'], development: false, secure: true };
  const policy = contentSecurityPolicy(options);
  expect(policy).toContain("script-src 'nonce-n0nce' 'strict-dynamic';");
  expect(policy).toContain("form-action 'self' https://login.example.com;");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).not.toMatch(/style-src [^;]*unsafe-inline/);
  expect(contentSecurityPolicy({ ...options, development: true })).toContain("'unsafe-eval'");
});

test('an error code of the address is never echoed', () => {
  expect(signInError(undefined)).toBeNull();
  expect(signInError('AccessDenied')?.title).toBe('The sign-in was refused');
  for (const code of ['<script>', 'constructor', '__proto__', 'nonsense']) {
    expect(signInError(code)?.title).toBe('The sign-in did not complete');
    expect(JSON.stringify(signInError(code))).not.toContain(code);
  }
});
