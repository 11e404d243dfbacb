import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { globSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as auth from '#app/api/auth/[...nextauth]/route.ts';
import { DEFAULT_POLICY, type Grant } from '#lib/domain/access/access.ts';
import { resolveRoles } from '#lib/domain/access/resolve-roles.ts';
import { SESSION_OVERS } from '#lib/domain/access/session-record.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { ApiHandler } from './api-route.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';
import { everyRoute, routeModules } from './testing/every-route.ts';

const { approval, approvalApprove, approvalChanges, approvalDecline, approvals, approvalWithdraw } = routeModules;
const { endSessions, people, sessions, signOutPerson } = routeModules;
const { action, actions, audit, auditExport, cell, confirmRegistry, costs, costsBehind, costsCell, costsExport, costsStatus } =
  routeModules;
const { glass, glassEnd } = routeModules;
const { fleet, health, live, metrics, plan, ready, rollout, rollouts, unknown } = routeModules;

const PEOPLE = ['none', 'nobody', 'viewer', 'manager', 'operator', 'operator-preprod', 'admin'] as const;
type PersonKind = (typeof PEOPLE)[number];

/** The groups of the demo's users. */
const GROUPS: Record<Exclude<PersonKind, 'none'>, string[]> = {
  nobody: [],
  viewer: ['cellwatch-viewers'],
  manager: ['cellwatch-managers'],
  operator: ['cellwatch-operators'],
  'operator-preprod': ['cellwatch-operators-preprod'],
  admin: ['cellwatch-admins'],
};
const POLICY = JSON.stringify({
  rules: [...DEFAULT_POLICY.rules, { group: 'cellwatch-operators-preprod', role: 'operator', environments: ['pre-production'] }],
});

const OPEN = { none: 200, nobody: 200, viewer: 200, manager: 200, operator: 200, 'operator-preprod': 200, admin: 200 };
const READ = { ...OPEN, none: 401, nobody: 403 };
const ABSENT = { none: 404, nobody: 404, viewer: 404, manager: 404, operator: 404, 'operator-preprod': 404, admin: 404 };
const REFUSED = { none: 405, nobody: 405, viewer: 405, manager: 405, operator: 405, 'operator-preprod': 405, admin: 405 };

const CONTROL = { ...READ, viewer: 403, manager: 403 };
const BEGUN = { ...CONTROL, operator: 202, 'operator-preprod': 202, admin: 202 };
const COSTS = { ...READ, viewer: 403, operator: 403, 'operator-preprod': 403 };
const CONFIRM = { ...READ, viewer: 403, manager: 403, operator: 403, 'operator-preprod': 403, admin: 202 };
const EXPORT = { ...CONTROL, operator: 403, 'operator-preprod': 403 };

/** What a page sends with a POST, by path. */
const BODIES: Record<string, object> = {
  '/api/actions/plan': { verb: 'halt-all', target: { component: '*' } },
  '/api/actions': { verb: 'halt-all', target: { component: '*' } },
  '/api/sessions/end': {},
  '/api/people/piet/sign-out': { reason: 'a lost laptop' },
  '/api/people/someone-else/sign-out': { reason: 'a lost laptop' },
  '/api/glass': { reason: 'a test' },
  '/api/glass/end': { id: 'glass-1' },
  '/api/approvals/ask-1/approve': { reason: 'a test' },
  '/api/approvals/ask-2/approve': { reason: 'a test' },
  '/api/approvals/ask-1/decline': { reason: 'a test' },
  '/api/approvals/ask-1/withdraw': {},
  '/api/registry/confirm': { inForce: 'a'.repeat(64), held: 'b'.repeat(64) },
};

type Row = [
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE',
  path: string,
  module: Record<string, ApiHandler>,
  params: object,
  expected: Record<PersonKind, number>,
];

/** Every route, and what each kind of person gets. */
const ROUTES: Row[] = [
  ['GET', '/api/fleet', fleet, {}, READ],
  ['HEAD', '/api/fleet', fleet, {}, READ],
  ['POST', '/api/fleet', fleet, {}, REFUSED],
  ['GET', '/api/cells/prod-use1-a', cell, { name: 'prod-use1-a' }, READ],
  ['GET', '/api/cells/prod-use1-b', cell, { name: 'prod-use1-b' }, { ...ABSENT, none: 401, nobody: 403 }],
  ['POST', '/api/actions/plan', plan, {}, CONTROL],
  ['GET', '/api/actions/plan', plan, {}, REFUSED],
  ['POST', '/api/actions', actions, {}, BEGUN],
  ['DELETE', '/api/actions', actions, {}, REFUSED],
  ['GET', '/api/actions/act-1', action, { id: 'act-1' }, CONTROL],
  ['GET', '/api/actions/act-2', action, { id: 'act-2' }, { ...ABSENT, none: 401, nobody: 403, viewer: 403, manager: 403 }],
  ['GET', '/api/glass', glass, {}, READ],
  ['POST', '/api/glass', glass, {}, { ...EXPORT, admin: 403 }],
  ['DELETE', '/api/glass', glass, {}, REFUSED],
  ['POST', '/api/glass/end', glassEnd, {}, EXPORT],
  ['GET', '/api/glass/end', glassEnd, {}, REFUSED],
  ['GET', '/api/approvals', approvals, {}, CONTROL],
  ['POST', '/api/approvals', approvals, {}, REFUSED],
  ['GET', '/api/approvals/ask-1', approval, { id: 'ask-1' }, CONTROL],
  ['GET', '/api/approvals/ask-2', approval, { id: 'ask-2' }, { ...ABSENT, none: 401, nobody: 403, viewer: 403, manager: 403 }],
  ['GET', '/api/approvals/ask-1/changes', approvalChanges, { id: 'ask-1' }, CONTROL],
  ['POST', '/api/approvals/ask-1/approve', approvalApprove, { id: 'ask-1' }, BEGUN],
  [
    'POST',
    '/api/approvals/ask-2/approve',
    approvalApprove,
    { id: 'ask-2' },
    { ...ABSENT, none: 401, nobody: 403, viewer: 403, manager: 403 },
  ],
  ['GET', '/api/approvals/ask-1/approve', approvalApprove, { id: 'ask-1' }, REFUSED],
  ['POST', '/api/approvals/ask-1/decline', approvalDecline, { id: 'ask-1' }, CONTROL],
  ['POST', '/api/approvals/ask-1/withdraw', approvalWithdraw, { id: 'ask-1' }, CONTROL],
  ['DELETE', '/api/approvals/ask-1/withdraw', approvalWithdraw, { id: 'ask-1' }, REFUSED],
  ['POST', '/api/registry/confirm', confirmRegistry, {}, CONFIRM],
  ['GET', '/api/registry/confirm', confirmRegistry, {}, REFUSED],
  ['GET', '/api/audit', audit, {}, CONTROL],
  ['POST', '/api/audit', audit, {}, REFUSED],
  ['DELETE', '/api/audit', audit, {}, REFUSED],
  ['GET', '/api/audit/export?format=csv', auditExport, {}, EXPORT],
  ['GET', '/api/audit/export?format=jsonl', auditExport, {}, EXPORT],
  ['GET', '/api/rollouts', rollouts, {}, READ],
  ['HEAD', '/api/rollouts', rollouts, {}, READ],
  ['POST', '/api/rollouts', rollouts, {}, REFUSED],
  ['GET', '/api/rollouts/router', rollout, { pipeline: 'router' }, READ],
  ['GET', '/api/rollouts/rooter', rollout, { pipeline: 'rooter' }, { ...ABSENT, none: 401, nobody: 403 }],
  ['GET', '/api/costs', costs, {}, COSTS],
  ['HEAD', '/api/costs', costs, {}, COSTS],
  ['POST', '/api/costs', costs, {}, REFUSED],
  ['GET', '/api/costs/status', costsStatus, {}, COSTS],
  ['GET', '/api/costs/export', costsExport, {}, COSTS],
  ['DELETE', '/api/costs/export', costsExport, {}, REFUSED],
  ['GET', '/api/costs/behind?row=cell:cell-0001', costsBehind, {}, COSTS],
  ['GET', '/api/costs/cell?name=cell-0001', costsCell, {}, COSTS],
  ['GET', '/api/sessions', sessions, {}, { ...OPEN, none: 401 }],
  ['POST', '/api/sessions', sessions, {}, REFUSED],
  ['POST', '/api/sessions/end', endSessions, {}, { ...OPEN, none: 401 }],
  ['GET', '/api/people', people, {}, EXPORT],
  ['DELETE', '/api/people', people, {}, REFUSED],
  ['POST', '/api/people/piet/sign-out', signOutPerson, { id: 'piet' }, EXPORT],
  ['POST', '/api/people/someone-else/sign-out', signOutPerson, { id: 'someone-else' }, { ...EXPORT, admin: 404 }],
  ['GET', '/api/people/piet/sign-out', signOutPerson, { id: 'piet' }, REFUSED],
  ['GET', '/api/live', live, {}, READ],
  ['HEAD', '/api/live', live, {}, READ],
  ['DELETE', '/api/live', live, {}, REFUSED],
  ['GET', '/api/health', health, {}, OPEN],
  ['GET', '/api/ready', ready, {}, OPEN],
  ['GET', '/api/metrics', metrics, {}, ABSENT],
  ['GET', '/api/nonsense', unknown, { path: ['nonsense'] }, ABSENT],
  ['DELETE', '/api/nonsense', unknown, { path: ['nonsense'] }, ABSENT],
  ['GET', '/api/auth/session', auth, { nextauth: ['session'] }, OPEN],
  ['GET', '/api/auth/_log', auth, { nextauth: ['_log'] }, ABSENT],
  ['POST', '/api/auth/session', auth, { nextauth: ['session'] }, ABSENT],
  ['POST', '/api/auth/callback/credentials', auth, { nextauth: ['callback', 'credentials'] }, ABSENT],
];

async function cookieOf(person: PersonKind): Promise<string | null> {
  if (person === 'none') return null;
  const identity = { email: null, emailVerified: false, groups: GROUPS[person] };
  return fakeCookie(resolveRoles(fakeRuntime({ ACCESS_POLICY: POLICY }).runtime.accessPolicy, identity).grants);
}

async function call(method: string, path: string, module: Record<string, ApiHandler>, params: object, cookie: string | null) {
  const leave = new AbortController();
  const headers = new Headers(cookie === null ? {} : { cookie });
  const body = method === 'POST' ? BODIES[path] : undefined;
  if (body) {
    headers.set('content-type', 'application/json');
    headers.set('origin', 'http://127.0.0.1:3100');
    headers.set('x-cellwatch', '1');
    headers.set('idempotency-key', 'a-key-of-a-test');
  }
  const request = new Request(`http://127.0.0.1:3100${path}`, {
    method,
    headers,
    signal: leave.signal,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const handler = module[method];
  if (!handler) throw new Error(`${path} has no ${method}`);
  const response = await handler(request, { params: Promise.resolve(params as Record<string, string>) });
  leave.abort();
  return response;
}

let logged: string[];
beforeEach(() => {
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime().runtime;
  logged = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => logged.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(ROUTES)('%s %s', (method, path, module, params, expected) => {
  test.each(PEOPLE)('for %s', async (person) => {
    const response = await call(method, path, module, params, await cookieOf(person));
    expect(response.status).toBe(expected[person]);
    if (response.status >= 400) {
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      if (method !== 'HEAD') {
        expect(await response.json()).toMatchObject({ code: expect.any(String), title: expect.any(String), detail: expect.any(String) });
      }
    }
    if (method === 'HEAD') expect(await response.text()).toBe('');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

/** The addresses that a file of Next's answers. */
function addressesOf(file: string): RegExp {
  const path = file
    .replaceAll('\\', '/')
    .replace(/^(app|pages)/, '')
    .replace(/\/(route|index)\.ts$|\.ts$/, '');
  return new RegExp(`^${path.replace(/\[\.\.\.[^\]]+\]/g, '.+').replace(/\[[^\]]+\]/g, '[^/]+')}$`);
}

test('no route is without its row, here and among those that are fuzzed', () => {
  const files = globSync(['app/api/**/route.ts', 'pages/api/**/*.ts'], { cwd: new URL('../../', import.meta.url) });
  expect(files.length).toBeGreaterThan(15);
  const judged = ROUTES.map(([, path]) => path.split('?')[0] ?? '');
  const unjudged = files.filter((file) => !judged.some((path) => addressesOf(file).test(path)));
  expect(unjudged).toEqual([]);
  const fuzzed = files.filter((file) => !file.includes('auth'));
  expect(fuzzed.filter((file) => !everyRoute.some(({ path }) => addressesOf(file).test(path)))).toEqual([]);
});

test('a person without a role reads which group would give the permission', async () => {
  const response = await call('GET', '/api/fleet', fleet, {}, await fakeCookie([]));
  expect(await response.json()).toMatchObject({ code: 'not-permitted', groups: expect.arrayContaining(['cellwatch-viewers']) });
});

test('a session is over 8 hours after the sign-in', async () => {
  const viewer: Grant[] = [{ role: 'viewer' }];
  expect((await call('GET', '/api/fleet', fleet, {}, await fakeCookie(viewer, 8 * 3600 - 60))).status).toBe(200);
  expect((await call('GET', '/api/fleet', fleet, {}, await fakeCookie(viewer, 8 * 3600 + 1))).status).toBe(401);
});

test('a session that someone else encrypted counts as none', async () => {
  const cookie = await fakeCookie([{ role: 'admin' }]);
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime({ NEXTAUTH_SECRET: 'another-secret-altogether' }).runtime;
  expect((await call('GET', '/api/fleet', fleet, {}, cookie)).status).toBe(401);
});

test('a session token in an Authorization header counts as none', async () => {
  const cookie = await fakeCookie([{ role: 'admin' }]);
  const request = new Request('http://127.0.0.1:3100/api/fleet', { headers: { authorization: `Bearer ${cookie.split('=')[1]}` } });
  expect((await fleet.GET(request, { params: Promise.resolve({}) })).status).toBe(401);
});

test('whoever asks for what they may not see is logged with it, a few times', async () => {
  const viewer = await fakeCookie([{ role: 'viewer' }]);
  for (let i = 0; i < 50; i++) await call('GET', '/api/costs?period=30d', costs, {}, viewer);
  expect(logged).toHaveLength(20);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    level: 'warn',
    message: 'not permitted',
    person: 'someone',
    permission: 'read:costs',
    path: '/api/costs',
  });
});

/** An operator of a part: reads what all read, and may ask for control, which is then judged by the scope. */
const SCOPES: Grant[] = [
  { role: 'operator', environments: ['pre-production'] },
  { role: 'operator', waves: ['small'] },
  { role: 'operator', components: ['router'] },
  { role: 'operator', environments: ['developer'], waves: ['large'], components: ['billing'] },
];

test.each(SCOPES)('%j gets from every route what an operator gets, and its scope goes along to whoever acts', async (grant) => {
  const fake = fakeRuntime();
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fake.runtime;
  const callers: Caller[] = [];
  const { plan: planned, begin } = fake.runtime.actions;
  fake.runtime.actions.plan = (request, caller) => {
    callers.push(caller);
    return planned(request, caller);
  };
  fake.runtime.actions.begin = (request, caller, key) => {
    callers.push(caller);
    return begin(request, caller, key);
  };
  const cookie = await fakeCookie([grant]);
  for (const [method, path, module, params, expected] of ROUTES) {
    expect([method, path, (await call(method, path, module, params, cookie)).status]).toEqual([method, path, expected.operator]);
  }
  expect(callers.map(({ grants }) => grants)).toEqual([[grant], [grant]]);
});

const SECRET = 'a-secret-for-tests-only';
const ADMIN = {
  sub: 'someone',
  sessionId: 's-1',
  identity: { email: null, emailVerified: false, groups: ['cellwatch-admins'] },
  signedInAt: Math.floor(Date.now() / 1000),
  exp: Math.floor(Date.now() / 1000) + 3600,
};
const json64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Encrypted with the key that the secret gives, by another algorithm of JWE (RFC 7518, 5.2.3). */
function otherAlgorithm(): string {
  const key = Buffer.from(hkdfSync('sha256', SECRET, '', 'NextAuth.js Generated Encryption Key', 32));
  const head = json64({ alg: 'dir', enc: 'A128CBC-HS256' });
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(ADMIN)), cipher.final()]);
  const bits = Buffer.alloc(8);
  bits.writeBigUInt64BE(BigInt(head.length * 8));
  const tag = createHmac('sha256', key.subarray(0, 16)).update(head).update(iv).update(text).update(bits).digest().subarray(0, 16);
  return [head, '', ...[iv, text, tag].map((part) => part.toString('base64url'))].join('.');
}

function signed(alg: string, key: string): string {
  const text = `${json64({ alg, typ: 'JWT' })}.${json64(ADMIN)}`;
  return `${text}.${alg === 'none' ? '' : createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** One sign of a part of the token made another. */
const flipped = (token: string, part: number) =>
  token
    .split('.')
    .map((text, i) => (i === part ? `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}` : text))
    .join('.');

/** A cookie of an admin, made otherwise. */
const adminWith = (change: Parameters<typeof fakeCookie>[3]) => fakeCookie([{ role: 'admin' }], 0, undefined, change);
const OVERS = SESSION_OVERS.filter((over) => over !== 'expired');

test.each(OVERS)('a session that is over (%s) opens no route, and is told why', async (over) => {
  const fake = fakeRuntime();
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fake.runtime;
  fake.sessions.overs.set('s-1', over);
  const cookie = await adminWith({ sessionId: 's-1' });
  for (const [method, path, module, params, expected] of ROUTES) {
    const response = await call(method, path, module, params, cookie);
    expect([method, path, response.status]).toEqual([method, path, expected.none]);
    if (response.status === 401 && method !== 'HEAD') expect(await response.json()).toMatchObject({ code: 'not-signed-in', over });
  }
});

test('somebody whom the policy in force gives another role gets from every route what that role gets, by the same cookie', async () => {
  const fake = fakeRuntime();
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fake.runtime;
  const cookie = await fakeCookie([{ role: 'admin' }]);
  for (const role of ['admin', 'operator', 'manager', 'viewer', 'nobody'] as const) {
    const rules = role === 'nobody' ? [{ group: 'others', role: 'admin' } as const] : [{ group: 'cellwatch-admins', role }];
    Object.assign(fake.runtime, { accessPolicy: { rules } });
    for (const [method, path, module, params, expected] of ROUTES) {
      expect([role, method, path, (await call(method, path, module, params, cookie)).status]).toEqual([role, method, path, expected[role]]);
    }
  }
});

/** Cookies that open nothing, made of an admin's. */
const STRANGERS: Record<string, (token: string) => string | Promise<string>> = {
  'none at all': () => '',
  'an empty one': () => 'next-auth.session-token=',
  garbage: () => 'next-auth.session-token=%00%ff..;;=;__proto__=x; constructor=y',
  'one that is over': async () => fakeCookie([{ role: 'admin' }], 8 * 3600 + 1),
  'one without the id of a session': () => adminWith({ sessionId: undefined }),
  'one with an empty id': () => adminWith({ sessionId: '' }),
  'one with roles instead of groups': () => adminWith({ identity: undefined, roles: [{ role: 'admin' }] } as object),
  'one that is cut': (token) => `next-auth.session-token=${token.slice(0, -8)}`,
  'one with another head': (token) => `next-auth.session-token=${flipped(token, 0)}`,
  'one with another start': (token) => `next-auth.session-token=${flipped(token, 2)}`,
  'one with another text': (token) => `next-auth.session-token=${flipped(token, 3)}`,
  'one with another seal': (token) => `next-auth.session-token=${flipped(token, 4)}`,
  'one under another name': (token) => `next-auth.csrf-token=${token}; next-auth.session-token2=${token}`,
  'one with the prefix of another set-up': (token) => `__Secure-next-auth.session-token=${token}; __Host-next-auth.session-token=${token}`,
  'one whose halves are swapped': (token) =>
    `next-auth.session-token.1=${token.slice(0, 80)}; next-auth.session-token.0=${token.slice(80)}`,
  'one that says it needs no signature': () => `next-auth.session-token=${signed('none', '')}`,
  'one signed instead of encrypted, with the secret itself': () => `next-auth.session-token=${signed('HS256', SECRET)}`,
  'one signed with nothing': () => `next-auth.session-token=${signed('HS256', '')}`,
  'one encrypted with the true key by another algorithm': () => `next-auth.session-token=${otherAlgorithm()}`,
  'one whose first namesake is broken': (token) => `next-auth.session-token=x; next-auth.session-token=${token}`,
};

test.each(Object.entries(STRANGERS))('a session cookie, %s, opens no route', async (_, made) => {
  const cookie = await made((await fakeCookie([{ role: 'admin' }])).split('=')[1] ?? '');
  for (const [method, path, module, params, expected] of ROUTES) {
    expect([method, path, (await call(method, path, module, params, cookie)).status]).toEqual([method, path, expected.none]);
  }
});

test('a whole session in two cookies is one, as next-auth parts it', async () => {
  const token = (await fakeCookie([{ role: 'viewer' }])).split('=')[1] ?? '';
  const cookie = `next-auth.session-token.0=${token.slice(0, 80)}; next-auth.session-token.1=${token.slice(80)}`;
  expect((await call('GET', '/api/fleet', fleet, {}, cookie)).status).toBe(200);
});
