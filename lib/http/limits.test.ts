import { beforeEach, expect, test } from 'vitest';
import { GET as signInGet } from '#app/api/auth/[...nextauth]/route.ts';
import type { Role } from '#lib/domain/access/access.ts';
import { STOPPING_VERBS, VERBS } from '#lib/domain/control/action.ts';
import { actionsRoute, planRoute } from './actions-route.ts';
import { auditExportRoute } from './audit-route.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';
import { fleetRoute } from './fleet-route.ts';

const ORIGIN = 'http://127.0.0.1:3100';
const none = { params: Promise.resolve({}) };
let now: number;
let refusedKept: number;

function use(environment: Record<string, string> = {}) {
  const { runtime } = fakeRuntime(environment);
  runtime.clock.now = () => now;
  runtime.actions.refused = async () => void refusedKept++;
  (globalThis as { __cellwatch?: unknown }).__cellwatch = runtime;
}
beforeEach(() => {
  now = Date.now();
  refusedKept = 0;
  use();
});

async function post(role: Role, verb: string, times: number, route = planRoute): Promise<number[]> {
  const cookie = await fakeCookie([{ role }]);
  const target = { component: verb === 'halt-all' ? '*' : 'router', stage: 'Deploy', waves: ['small'] };
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) {
    const request = new Request(`${ORIGIN}/api/actions`, {
      method: 'POST',
      headers: { cookie, origin: ORIGIN, 'x-cellwatch': '1', 'content-type': 'application/json', 'idempotency-key': `key-number-${i}` },
      body: JSON.stringify({ verb, target, ...(route === planRoute ? {} : { fingerprint: 'f', reason: 'why' }) }),
    });
    statuses.push((await route.POST(request, none)).status);
  }
  return statuses;
}

const count = (statuses: readonly number[], status: number) => statuses.filter((one) => one === status).length;

test.each([...STOPPING_VERBS])('%s is never refused for its number, not even of somebody who started too much', async (verb) => {
  await post('operator', 'retry-stage', 300);
  expect(new Set(await post('operator', verb, 300, actionsRoute))).toEqual(new Set([202]));
  expect(new Set(await post('operator', verb, 300))).toEqual(new Set([200]));
});

test.each(VERBS.filter((verb) => !STOPPING_VERBS.has(verb)))('%s is given some hundred times, then a few a second', async (verb) => {
  const statuses = await post('operator', verb, 250, actionsRoute);
  expect(count(statuses, 202)).toBe(200);
  expect(count(statuses, 429)).toBe(50);
  now += 2_000;
  expect(count(await post('operator', verb, 20), 200)).toBe(10);
});

test('whoever may not act fills no audit log by asking', async () => {
  const statuses = await post('viewer', 'halt-all', 100, actionsRoute);
  expect(count(statuses, 403)).toBe(100);
  expect(refusedKept).toBe(20);
});

test('exports are made some times, then a few a second; what is published goes on', async () => {
  const cookie = await fakeCookie([{ role: 'admin' }]);
  const ask = async (route: typeof fleetRoute) => (await route.GET(new Request(`${ORIGIN}/x`, { headers: { cookie } }), none)).status;
  const statuses: number[] = [];
  for (let i = 0; i < 150; i++) statuses.push(await ask(auditExportRoute));
  expect(count(statuses, 429)).toBe(30);
  for (let i = 0; i < 150; i++) expect(await ask(fleetRoute)).toBe(200);
});

async function signIn(address: string, path: string): Promise<Response> {
  const request = new Request(`${ORIGIN}/api/auth/${path}`, { headers: { 'x-forwarded-for': address } });
  return signInGet(request, { params: Promise.resolve({ nextauth: path.split('?')[0]?.split('/') }) });
}

const CALLBACK = 'callback/oidc?error=access_denied';
const toWait = (response: Response) => response.headers.get('location')?.includes('error=TooManyRequests') ?? false;

test('an address that signs in all the time is told to wait, and no other', async () => {
  use({ TRUSTED_PROXIES: '10.0.0.0/8' });
  const answers: Response[] = [];
  for (let i = 0; i < 80; i++) answers.push(await signIn(`192.0.2.${i}, 198.51.100.7, 10.0.0.1`, CALLBACK));
  expect(answers.filter(toWait)).toHaveLength(20);
  expect(toWait(await signIn('192.0.2.1, 198.51.100.8, 10.0.0.1', CALLBACK))).toBe(false);
  const refused = await signIn('198.51.100.7', CALLBACK);
  expect(refused.status).toBe(303);
  expect(refused.headers.get('location')).toBe(`${ORIGIN}/sign-in?error=TooManyRequests&callbackUrl=${encodeURIComponent(`${ORIGIN}/`)}`);
});

test('addresses that are made up for each try end at the limit of all', async () => {
  const answers: Response[] = [];
  for (let i = 0; i < 700; i++) answers.push(await signIn(`made-up-${i}`, CALLBACK));
  expect(answers.filter(toWait)).toHaveLength(100);
});
