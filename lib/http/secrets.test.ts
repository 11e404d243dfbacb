import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GET as authGet, POST as authPost } from '#app/api/auth/[...nextauth]/route.ts';
import { classifyFailure } from '#lib/aws/classify-failure.ts';
import { parseEnv } from '#lib/env.ts';
import { createLog } from '#lib/log.ts';
import { openStore } from '#lib/store/open-store.ts';
import { freePort } from '#lib/testing/free-port.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';
import { everyRoute } from './testing/every-route.ts';
import { startTinyIssuer } from './tiny-issuer.ts';

const ORIGIN = 'http://127.0.0.1:3100';
const SECRETS = {
  NEXTAUTH_SECRET: 'planted-session-secret',
  OIDC_CLIENT_SECRET: 'planted-client-secret',
  METRICS_TOKEN: 'planted-metrics-token',
  AWS_SECRET_ACCESS_KEY: 'planted-aws-secret',
  AWS_SESSION_TOKEN: 'planted-aws-session',
};
const DATABASE_PASSWORD = 'planted-database-password';

/** Whatever comes out: answers with their headers, and what is logged. */
let told: string[];
let logged: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  told = [];
  for (const [name, value] of Object.entries({ ...SECRETS, NEXTAUTH_URL: ORIGIN })) vi.stubEnv(name, value);
  logged = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  logged.mockRestore();
});

function use(environment: Record<string, string> = {}) {
  const { NEXTAUTH_SECRET, OIDC_CLIENT_SECRET, METRICS_TOKEN } = SECRETS;
  const secrets = { NEXTAUTH_SECRET, OIDC_CLIENT_SECRET, METRICS_TOKEN };
  const fake = fakeRuntime({ ...secrets, LOG_LEVEL: 'debug', ...environment });
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fake.runtime;
  return fake.runtime;
}

async function keep(response: Response): Promise<Response> {
  told.push(JSON.stringify([...response.headers]));
  if (!response.headers.get('content-type')?.includes('event-stream')) told.push(await response.clone().text());
  return response;
}

function expectNothingPlanted(): void {
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((text) => text.includes('planted-'))).toEqual([]);
}

test('no route tells a secret, answered, refused or broken', async () => {
  const runtime = use();
  const cookie = await fakeCookie([{ role: 'admin' }], 0, SECRETS.NEXTAUTH_SECRET);
  const broken = () => {
    throw new Error('a fault');
  };
  for (const fault of [false, true]) {
    if (fault) Object.assign(runtime, { cell: broken, metricsText: broken, readiness: broken, feed: { ...runtime.feed, current: broken } });
    for (const { path, module, params } of everyRoute) {
      for (const [method, handler] of Object.entries(module)) {
        for (const given of [[], [['cookie', cookie]], [['authorization', 'Bearer wrong']]] as [string, string][][]) {
          const leave = new AbortController();
          const request = new Request(`${ORIGIN}${path}`, { method, headers: given, signal: leave.signal });
          const context = { params: Promise.resolve(params(['prod-use1-a'])) };
          await keep(await handler(request, context));
          leave.abort();
        }
      }
    }
  }
  expect(told.some((text) => text.includes('request failed'))).toBe(true);
  expectNothingPlanted();
});

test.each(['nonce', 'signature', 'issuer', 'audience', null] as const)('a sign-in tells none, with the %s told wrongly', async (lie) => {
  const issuer = await startTinyIssuer();
  use({ OIDC_ISSUER: issuer.issuer });
  issuer.settings.lie = lie;
  const headers = { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
  const started = new Request(`${ORIGIN}/api/auth/signin/oidc`, { method: 'POST', headers, body: 'callbackUrl=/' });
  const form = await keep(await authPost(started, { params: Promise.resolve({ nextauth: ['signin', 'oidc'] }) }));
  const provider = await fetch(form.headers.get('location') ?? '', { redirect: 'manual' });
  const cookie = form.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const callback = new Request(provider.headers.get('location') ?? '', { headers: { cookie } });
  await keep(await authGet(callback, { params: Promise.resolve({ nextauth: ['callback', 'oidc'] }) }));
  await issuer.close();
  if (lie !== null) expect(told.some((text) => text.includes('sign-in failed'))).toBe(true);
  expectNothingPlanted();
});

test('a fault of the environment tells none', () => {
  const DATABASE_URL = `mysql://cellwatch:${DATABASE_PASSWORD}@127.0.0.1/cellwatch`;
  const names = [
    'PORT',
    'NEXTAUTH_URL',
    'OIDC_ISSUER',
    'AWS_ENDPOINT_URL',
    'ALARM_EVENTS_QUEUE_URL',
    'LOG_LEVEL',
    'CELL_REGISTRY',
    'ACCESS_POLICY',
  ];
  const wrong = Object.fromEntries(
    names.map((name) => [name, name.includes('URL') || name === 'OIDC_ISSUER' ? `ftp://a:planted-x@b` : 'wrong']),
  );
  try {
    parseEnv({ ...SECRETS, ...wrong, NEXTAUTH_SECRET: 'planted-short', DATABASE_URL });
  } catch (error) {
    told.push(String(error));
  }
  expect(told.join()).toContain('NEXTAUTH_SECRET');
  expect(told.join()).toContain('DATABASE_URL');
  expectNothingPlanted();
});

test('a database that does not answer tells none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cellwatch-secrets-'));
  const DATABASE_URL = `postgres://cellwatch:${DATABASE_PASSWORD}@127.0.0.1:${await freePort()}/cellwatch`;
  const error: unknown = await openStore({ DATA_DIR: folder, DATABASE_URL }).catch((failure: unknown) => failure);
  rmSync(folder, { recursive: true, force: true });
  expect(error).toBeInstanceOf(Error);
  told.push(String(error));
  createLog('debug').error('no store', { error });
  expectNothingPlanted();
});

test('a refused signature tells no key', () => {
  const target = { service: 'STS', operation: 'AssumeRole', accountId: null, region: 'us-east-1', role: 'CellwatchReader' };
  const message = `The request signature we calculated does not match: ${SECRETS.AWS_SECRET_ACCESS_KEY} ${SECRETS.AWS_SESSION_TOKEN}`;
  told.push(classifyFailure(Object.assign(new Error(message), { name: 'SignatureDoesNotMatch' }), target).message);
  expectNothingPlanted();
});
