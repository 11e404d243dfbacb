import { beforeEach, describe, expect, test } from 'vitest';
import { ACTION_ERROR_CODES, ActionError } from '#lib/domain/control/action-error.ts';
import type { Caller, PlanRequest, StartRequest } from '#lib/domain/control/request.ts';
import { StoreError } from '#lib/store/store.ts';
import { actionRoute, actionsRoute, planRoute } from './actions-route.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';

const ORIGIN = 'http://127.0.0.1:3100';
const HALT = { verb: 'halt-all', target: { component: '*' } };
const RESUME = { verb: 'resume-wave', target: { component: 'router' }, fingerprint: 'f', reason: 'r' };

let given: { request: PlanRequest; caller: Caller; key?: string }[];
let failing: unknown;
let refused: { request: PlanRequest; caller: Caller }[];
beforeEach(() => {
  given = [];
  failing = null;
  refused = [];
  const { runtime } = fakeRuntime({ TRUSTED_PROXIES: '10.0.0.0/8' });
  const answer = async (request: PlanRequest | StartRequest, caller: Caller, key?: string) => {
    if (failing) throw failing;
    given.push({ request, caller, ...(key ? { key } : {}) });
    return { id: 'act-1' };
  };
  runtime.actions = {
    ...runtime.actions,
    plan: answer as never,
    begin: answer,
    refused: async (request, caller) => void refused.push({ request, caller }),
    find: async (id) => {
      if (id === 'broken') throw new StoreError('unavailable', 'The store is down.');
      return null;
    },
  };
  (globalThis as { __cellwatch?: unknown }).__cellwatch = runtime;
});

async function post(body: unknown, more: Record<string, string | null> = {}, route: typeof planRoute = actionsRoute) {
  const headers = new Headers({
    cookie: await fakeCookie([{ role: 'operator' }]),
    'content-type': 'application/json; charset=utf-8',
    origin: ORIGIN,
    'x-cellwatch': '1',
    'idempotency-key': 'a-new-key-each-time',
    'x-forwarded-for': '6.6.6.6, 192.0.2.7, 10.1.2.3',
    'user-agent': 'a browser',
  });
  for (const [name, value] of Object.entries(more)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const request = new Request(`${ORIGIN}/api/actions`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return route.POST(request, { params: Promise.resolve({}) });
}

describe('a POST that changes something', () => {
  test.each([
    [{ 'content-type': 'text/plain' }, 415, 'json-only'],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 415, 'json-only'],
    [{ 'content-type': null }, 415, 'json-only'],
    [{ origin: null }, 403, 'foreign-origin'],
    [{ origin: 'null' }, 403, 'foreign-origin'],
    [{ origin: 'https://evil.example' }, 403, 'foreign-origin'],
    [{ origin: `${ORIGIN}.evil.example` }, 403, 'foreign-origin'],
    [{ origin: 'http://127.0.0.1:3101' }, 403, 'foreign-origin'],
    [{ 'x-cellwatch': null }, 403, 'header-missing'],
    [{ 'x-cellwatch': '0' }, 403, 'header-missing'],
    [{ 'idempotency-key': null }, 400, 'key-missing'],
    [{ 'idempotency-key': 'short' }, 400, 'key-missing'],
  ])('is refused with %j', async (headers, status, code) => {
    const response = await post(HALT, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(given).toEqual([]);
  });

  test.each<[unknown, number, string]>([
    ['{', 400, 'not-json'],
    ['', 400, 'not-json'],
    [' '.repeat(70_000), 413, 'too-large'],
    [{ ...HALT, reason: 'x'.repeat(70_000) }, 413, 'too-large'],
    [[], 422, 'the body'],
    [{}, 422, 'verb'],
    [{ ...HALT, verb: 'destroy' }, 422, 'verb'],
    [{ ...HALT, more: 1 }, 422, 'more'],
    [{ verb: 'halt-all', target: { component: 'router' } }, 422, 'component must be "*"'],
    [{ verb: 'halt-rollout', target: { component: '*' } }, 422, 'component must name one'],
    [{ verb: 'pause-wave', target: { component: 'router' } }, 422, 'waves or stage'],
    [{ verb: 'retry-stage', target: { component: 'router' }, fingerprint: 'f', reason: 'r' }, 422, 'stage must name'],
    [{ ...RESUME, fingerprint: undefined }, 422, 'fingerprint'],
    [{ ...RESUME, reason: '  ' }, 422, 'reason'],
    [{ ...RESUME, target: { component: 'router', executionId: '../x' } }, 422, 'executionId'],
    [{ ...HALT, reason: 'x'.repeat(2_001) }, 422, 'reason'],
  ])('is refused with the body %#', async (body, status, words) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(JSON.stringify(await response.json())).toContain(words.replaceAll('"', '\\"'));
    expect(given).toEqual([]);
  });

  test('answers the id at once, and says who asked and from where', async () => {
    const response = await post({ ...HALT, reason: 'now' });
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('/api/actions/act-1');
    expect(await response.json()).toEqual({ id: 'act-1' });
    expect(given[0]).toMatchObject({
      request: { ...HALT, reason: 'now', fingerprint: '' },
      key: 'a-new-key-each-time',
      caller: {
        person: { id: 'someone', name: 'Someone', email: 'a@b.c' },
        grants: [{ role: 'operator' }],
        origin: { address: '192.0.2.7', userAgent: 'a browser' },
      },
    });
  });

  test('asks for no reason, name or fingerprint where it stops', async () => {
    expect((await post({ verb: 'pause-wave', target: { component: '*', waves: ['small'] } })).status).toBe(202);
    expect((await post({ verb: 'halt-rollout', target: { component: 'router', running: 'abandon' } })).status).toBe(202);
  });

  test('plans without a key', async () => {
    expect((await post(HALT, { 'idempotency-key': null }, planRoute)).status).toBe(200);
    expect((await post(HALT, { origin: 'https://evil.example' }, planRoute)).status).toBe(403);
  });
});

describe('somebody without the permission', () => {
  test('is refused, and what they wanted is kept', async () => {
    const viewer = { cookie: await fakeCookie([{ role: 'viewer' }]) };
    const response = await post(RESUME, viewer);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'not-permitted', groups: ['cellwatch-operators', 'cellwatch-admins'] });
    expect(refused).toMatchObject([{ request: RESUME, caller: { person: { name: 'Someone' }, origin: { address: '192.0.2.7' } } }]);
    expect(given).toEqual([]);
  });

  test.each([
    [RESUME, { origin: 'https://evil.example' }],
    ['{', {}],
  ])('keeps nothing of what is no request of ours', async (body, headers) => {
    const response = await post(body, { cookie: await fakeCookie([{ role: 'viewer' }]), ...headers });
    expect(response.status).toBe(403);
    expect(refused).toEqual([]);
  });
});

test('an action can not be asked for while the store is down', async () => {
  const request = new Request(`${ORIGIN}/api/actions/broken`, { headers: { cookie: await fakeCookie([{ role: 'operator' }]) } });
  const response = await actionRoute.GET(request, { params: Promise.resolve({ id: 'broken' }) });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'store-down' });
});

describe('what is refused', () => {
  test.each(ACTION_ERROR_CODES)('with %s is a problem that says so', async (code) => {
    failing = new ActionError(code, 'Because.', { fix: 'Do this.', difference: ['it moved'], actionId: 'other' });
    const response = await post(RESUME);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code, detail: 'Because.', fix: 'Do this.', difference: ['it moved'], actionId: 'other' });
  });

  test('is told by its name: the runtime has a class of its own', async () => {
    failing = Object.assign(new Error('Because.'), { name: 'ActionError', code: 'wrong-name' });
    expect((await post(RESUME)).status).toBe(422);
  });

  test('because the world has moved is a conflict, because nothing could be recorded a pause', async () => {
    failing = new ActionError('plan-outdated', 'x');
    expect((await post(RESUME)).status).toBe(409);
    failing = new ActionError('not-recorded', 'x');
    const response = await post(RESUME);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });

  test('for a reason of our own making is told as one', async () => {
    failing = new Error('a fault of ours');
    expect((await post(RESUME)).status).toBe(500);
  });
});
