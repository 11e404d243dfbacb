import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET as authGet, POST as authPost } from '#app/api/auth/[...nextauth]/route.ts';
import { fakeRuntime } from './fake-runtime.ts';
import { fleetRoute } from './fleet-route.ts';
import { readSession } from './session.ts';
import { startTinyIssuer } from './tiny-issuer.ts';

const ORIGIN = 'http://127.0.0.1:3100';
type Issuer = Awaited<ReturnType<typeof startTinyIssuer>>;

/** A browser without script: keeps cookies, submits the form, follows no redirect by itself. */
function browser() {
  const jar = new Map<string, string>();
  async function ask(path: string, init: { form?: Record<string, string>; origin?: string | null } = {}): Promise<Response> {
    const url = new URL(path, ORIGIN);
    const headers = new Headers({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') });
    if (init.form) headers.set('content-type', 'application/x-www-form-urlencoded');
    const origin = init.origin === undefined ? ORIGIN : init.origin;
    if (init.form && origin !== null) headers.set('origin', origin);
    const request = new Request(url, {
      method: init.form ? 'POST' : 'GET',
      headers,
      ...(init.form ? { body: new URLSearchParams(init.form) } : {}),
    });
    const params = Promise.resolve({ nextauth: url.pathname.split('/').slice(3) });
    const handler = url.pathname === '/api/fleet' ? fleetRoute.GET : init.form ? authPost : authGet;
    const response = await handler(request, { params });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }
  /** Presses the button and lets the provider agree; answers the address of the callback. */
  async function toCallback(callbackUrl = '/', more: Record<string, string> = {}): Promise<string> {
    const form = await ask('/api/auth/signin/oidc', { form: { callbackUrl, ...more } });
    const provider = await fetch(form.headers.get('location') ?? '', { redirect: 'manual' });
    return provider.headers.get('location') ?? '';
  }
  /** The session that the server reads from the cookies. */
  const session = async () => {
    const { runtime } = fake;
    return (await readSession(Object.fromEntries(jar), runtime)).session;
  };
  return { jar, ask, toCallback, session };
}

let issuer: Issuer;
let fake: ReturnType<typeof fakeRuntime>;
let logged: ReturnType<typeof vi.spyOn>;

beforeEach(async () => {
  issuer = await startTinyIssuer();
  vi.stubEnv('NEXTAUTH_URL', ORIGIN);
  use({});
  logged = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  await issuer.close();
  vi.unstubAllEnvs();
  logged.mockRestore();
});

function use(environment: Record<string, string>): void {
  fake = fakeRuntime({ OIDC_ISSUER: issuer.issuer, ...environment });
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fake.runtime;
}

describe('signing in', () => {
  test('without script: the form, the provider, and back to the page that was asked for', async () => {
    const { ask, toCallback, jar } = browser();
    const done = await ask(await toCallback('/cells/prod-use1-a?range=3h'));
    expect(done.status).toBe(302);
    expect(done.headers.get('location')).toBe(`${ORIGIN}/cells/prod-use1-a?range=3h`);
    expect((await ask('/api/fleet')).status).toBe(200);
    expect(await (await ask('/api/auth/session')).json()).toMatchObject({
      user: { name: 'Ada', email: 'ada@orbit.example' },
      roles: [{ role: 'viewer' }],
    });
    // Who came, and nothing else: no token, no address of the provider's answer.
    const lines = logged.mock.calls.map((call: unknown[]) => JSON.parse(String(call[0])));
    expect(lines).toEqual([{ time: expect.any(String), level: 'info', message: 'signed in', person: 'ada' }]);
    expect([...jar.keys()].filter((name) => /pkce|state|nonce/.test(name))).toEqual([]);
  });

  test('asks the provider with PKCE, state and nonce, and passes on nothing of the address', async () => {
    const { ask } = browser();
    const form = await ask('/api/auth/signin/oidc?redirect_uri=http://evil.example&scope=admin&client_id=x', {
      form: { callbackUrl: '/' },
    });
    const asked = new URL(form.headers.get('location') ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(asked.get('redirect_uri')).toBe(`${ORIGIN}/api/auth/callback/oidc`);
    expect(asked.get('client_id')).toBe('cellwatch');
    expect(asked.get('scope')).toBe('openid email profile');
    expect(asked.has('callbackUrl')).toBe(false);
  });

  test('the session cookie is for this site alone, and no script can read it', async () => {
    const { ask, toCallback } = browser();
    const done = await ask(await toCallback());
    const cookie = done.headers.getSetCookie().find((line) => line.includes('session-token=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie.length).toBeLessThan(2_000);
  });

  test('over TLS the cookies are Secure and carry the prefix that browsers enforce', async () => {
    use({ NEXTAUTH_URL: 'https://cellwatch.example.com' });
    vi.stubEnv('NEXTAUTH_URL', 'https://cellwatch.example.com');
    const { ask } = browser();
    const form = await ask('/api/auth/signin/oidc', { form: { callbackUrl: '/' }, origin: 'https://cellwatch.example.com' });
    const cookies = form.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThanOrEqual(3);
    for (const line of cookies) {
      expect(line).toMatch(/^__Host-next-auth\.[^;]+;.* Path=\/;.*HttpOnly; Secure; SameSite=Lax/);
      expect(line).not.toMatch(/Domain=/i);
    }
  });

  test.each(['nonce', 'signature', 'issuer', 'audience'] as const)('a wrong %s in the ID token signs nobody in', async (lie) => {
    const { ask, toCallback, jar } = browser();
    issuer.settings.lie = lie;
    const done = await ask(await toCallback());
    expect(done.headers.get('location')).toContain('error=OAuthCallback');
    expect([...jar.keys()].some((name) => name.includes('session-token'))).toBe(false);
  });

  test('a callback that was made for another browser signs nobody in', async () => {
    const victim = browser();
    const callback = await browser().toCallback();
    const done = await victim.ask(callback);
    expect(done.headers.get('location')).toContain('error=OAuthCallback');
    expect((await victim.ask('/api/fleet')).status).toBe(401);
  });

  test('a callback works once', async () => {
    const { ask, toCallback } = browser();
    const callback = await toCallback();
    await ask(callback);
    const again = await ask(callback);
    expect(again.headers.get('location')).toContain('error=OAuthCallback');
  });

  test('a form from another site starts nothing', async () => {
    const { ask } = browser();
    const answer = await ask('/api/auth/signin/oidc', { form: { callbackUrl: '/' }, origin: 'http://evil.example' });
    expect(answer.status).toBe(403);
    const silent = await ask('/api/auth/signin/oidc', { form: { callbackUrl: '/' }, origin: null });
    expect(silent.headers.get('location')).not.toContain(issuer.issuer);
  });

  test.each([
    'http://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    'http://127.0.0.1:3100@evil.example/',
    '/api/auth/signout',
  ])('never sends anyone to %s', async (wanted) => {
    const { ask, toCallback } = browser();
    const done = await ask(await toCallback(wanted));
    expect(done.headers.get('location')).toBe(`${ORIGIN}/`);
  });

  test('a provider that is down gives a page in words', async () => {
    await issuer.close();
    const answer = await browser().ask('/api/auth/signin/oidc', { form: { callbackUrl: '/cells/a' } });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?error=ProviderUnreachable&callbackUrl=.*cells%2Fa/);
  });

  test('a refusal at the provider is told as one', async () => {
    const { ask, toCallback } = browser();
    await toCallback('/cells/a');
    const answer = await ask('/api/auth/callback/oidc?error=access_denied&state=x');
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?error=AccessDenied&callbackUrl=.*cells%2Fa/);
  });

  test('a provider that calls itself otherwise is refused', async () => {
    use({ OIDC_ISSUER: issuer.issuer.replace('127.0.0.1', 'localhost') });
    const answer = await browser().ask('/api/auth/signin/oidc', { form: { callbackUrl: '/' } });
    expect(answer.headers.get('location')).toContain('error=ProviderInvalid');
  });

  test('someone in no group is signed in and may do nothing', async () => {
    issuer.settings.claims = { sub: 'bob', name: 'Bob', groups: [] };
    const { ask, toCallback } = browser();
    await ask(await toCallback());
    expect((await ask('/api/fleet')).status).toBe(403);
  });

  test('signing out ends the session here', async () => {
    const { ask, toCallback } = browser();
    await ask(await toCallback('/cells/a'));
    const out = await ask('/api/auth/signout', { form: {} });
    expect(out.headers.get('location')).toBe(`${ORIGIN}/sign-in?signed-out`);
    expect((await ask('/api/fleet')).status).toBe(401);
  });

  test('the token of the cookie protects sign-in for clients that send no origin', async () => {
    const { ask } = browser();
    const { csrfToken } = (await (await ask('/api/auth/csrf')).json()) as { csrfToken: string };
    const form = await ask('/api/auth/signin/oidc', { form: { callbackUrl: '/', csrfToken }, origin: null });
    expect(form.headers.get('location')).toContain(`${issuer.issuer}/authorize`);
  });
});

describe('a session', () => {
  const HOUR = 3_600;
  const seconds = () => Math.floor(Date.now() / 1000);

  test('is dead on the server once its person has signed out: a copied cookie opens nothing', async () => {
    const { ask, toCallback, jar } = browser();
    await ask(await toCallback());
    const thief = browser();
    for (const [name, value] of jar) thief.jar.set(name, value);
    expect((await thief.ask('/api/fleet')).status).toBe(200);
    await ask('/api/auth/signout', { form: {} });
    const answer = await thief.ask('/api/fleet');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'not-signed-in', over: 'signed-out' });
  });

  test('is not ended by a form of another site', async () => {
    const { ask, toCallback } = browser();
    await ask(await toCallback());
    expect((await ask('/api/auth/signout', { form: {}, origin: 'http://evil.example' })).status).toBe(403);
    await ask('/api/auth/signout', { form: {}, origin: null });
    expect((await ask('/api/fleet')).status).toBe(200);
  });

  test('is made anew by each sign-in, and the one before is dead', async () => {
    const { ask, toCallback, jar, session } = browser();
    await ask(await toCallback());
    const before = browser();
    for (const [name, value] of jar) before.jar.set(name, value);
    const first = (await session())?.id;
    await ask(await toCallback());
    expect((await session())?.id).not.toBe(first);
    expect((await before.ask('/api/fleet')).status).toBe(401);
    expect((await ask('/api/fleet')).status).toBe(200);
  });

  test('in several cookies is cleared whole at sign-out', async () => {
    issuer.settings.claims = {
      ...issuer.settings.claims,
      groups: ['cellwatch-viewers', ...Array.from({ length: 80 }, (_, i) => `g${i}-${'x'.repeat(30)}`)],
    };
    const { ask, toCallback, jar } = browser();
    await ask(await toCallback());
    const parts = [...jar.keys()].filter((name) => name.includes('session-token'));
    expect(parts.length).toBeGreaterThan(1);
    expect((await ask('/api/fleet')).status).toBe(200);
    await ask('/api/auth/signout', { form: {} });
    expect([...jar.keys()].filter((name) => name.includes('session-token'))).toEqual([]);
  });

  test('keeps the groups that a rule names, however many the person is in', async () => {
    const many = Array.from({ length: 400 }, (_, i) => `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`);
    issuer.settings.claims = { ...issuer.settings.claims, groups: [...many, 'cellwatch-viewers'] };
    const { ask, toCallback, jar } = browser();
    await ask(await toCallback());
    expect((await ask('/api/fleet')).status).toBe(200);
    expect([...jar.values()].join('').length).toBeLessThan(8_000);
  });

  test('does not begin while the store is down, and the person reads why', async () => {
    const { ask, toCallback, jar } = browser();
    const callback = await toCallback('/cells/a');
    fake.sessions.store.down = true;
    const answer = await ask(callback);
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?error=NotKept&callbackUrl=.*cells%2Fa/);
    expect([...jar.keys()].some((name) => name.includes('session-token'))).toBe(false);
  });

  test('is as fresh as the provider says, not as the redirect was quick', async () => {
    issuer.settings.signedInAt = seconds() - 3 * HOUR;
    const { ask, toCallback, session } = browser();
    await ask(await toCallback());
    expect((await session())?.authenticatedAt).toBe(issuer.settings.signedInAt * 1000);
  });

  test('made by a fresh sign-in is fresh, since the provider was told to ask the person', async () => {
    issuer.settings.signedInAt = seconds() - 3 * HOUR;
    const { ask, toCallback, session } = browser();
    await ask(await toCallback());
    await ask(await toCallback('/deployments', { fresh: '1' }));
    expect(issuer.settings.seen.at(-1)?.get('prompt')).toBe('login');
    expect(issuer.settings.seen.at(-1)?.get('max_age')).toBe('0');
    expect(Date.now() - ((await session())?.authenticatedAt ?? 0)).toBeLessThan(5_000);
  });

  test('is no fresher for a provider that lets the person through without asking', async () => {
    issuer.settings.signedInAt = seconds() - 3 * HOUR;
    issuer.settings.neverAsks = true;
    const { ask, toCallback, session } = browser();
    await ask(await toCallback('/', { fresh: '1' }));
    expect((await session())?.authenticatedAt).toBe(issuer.settings.signedInAt * 1000);
  });

  test('is fresh by nothing where the provider does not say when the person signed in, and not by a time to come', async () => {
    const { ask, toCallback, session } = browser();
    await ask(await toCallback());
    expect((await session())?.authenticatedAt).toBeNull();
    issuer.settings.signedInAt = seconds() + 9 * HOUR;
    await ask(await toCallback());
    expect((await session())?.authenticatedAt).toBeLessThanOrEqual(Date.now());
  });
});
