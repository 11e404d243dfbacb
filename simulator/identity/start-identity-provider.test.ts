import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCookieJar } from './cookie-jar.ts';
import { DEMO_USERS } from './demo-users.ts';
import { type IdentityProvider, startIdentityProvider } from './start-identity-provider.ts';

const BACK = 'http://127.0.0.1:3123/api/auth/callback/oidc';
const SECRET = `Basic ${btoa('cellwatch:cellwatch-demo')}`;
let provider: IdentityProvider;
const printed: unknown[] = [];

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((text) => printed.push(text));
  provider = await startIdentityProvider({ port: 0 });
});
afterAll(async () => {
  await provider.close();
  vi.restoreAllMocks();
});

interface Asked {
  jar?: ReturnType<typeof createCookieJar>;
  change?: Record<string, string | null>;
}

/** A person's browser at the provider, up to the login page or, when it knows them already, the way back. */
async function ask({ jar = createCookieJar(), change = {} }: Asked = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'cellwatch',
    response_type: 'code',
    scope: 'openid profile email groups',
    redirect_uri: BACK,
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  for (const [name, value] of Object.entries(change)) value === null ? query.delete(name) : query.set(name, value);
  const response = await jar.fetch(`${provider.issuer}/auth?${query}`);
  const location = response.headers.get('location');
  const page = location ? new URL(location, provider.issuer).href : '';
  return { jar, verifier, response, page };
}

async function logIn(login: string, asked: Asked = {}) {
  const { jar, verifier, page } = await ask(asked);
  let response = await jar.fetch(page, { method: 'POST', body: new URLSearchParams({ login }) });
  const location = response.headers.get('location');
  if (location) response = await jar.fetch(location);
  // Another person was signed in: the provider has the browser post their sign-out first, then resumes.
  if (response.status === 200) {
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await response.text())?.[1] ?? '';
    response = await jar.fetch(`${provider.issuer}/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    });
    response = await jar.fetch(response.headers.get('location') ?? '');
  }
  return { jar, verifier, response, back: new URL(response.headers.get('location') ?? 'http://none') };
}

function redeem(code: string | null, verifier: string, change: Record<string, string> = {}, authorization = SECRET): Promise<Response> {
  return fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { Authorization: authorization },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: BACK,
      code_verifier: verifier,
      ...change,
    }),
  });
}

async function claimsOf(response: Response): Promise<Record<string, unknown>> {
  const { id_token: token } = (await response.json()) as { id_token: string };
  const [head = '', body = '', signature = ''] = token.split('.');
  const { keys } = (await (await fetch(`${provider.issuer}/jwks`)).json()) as { keys: JsonWebKey[] };
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
  expect(verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

describe('a code with PKCE', () => {
  test.each(DEMO_USERS)('$login gets a signed ID token with their groups, address and the nonce', async ({ login, name, groups }) => {
    const { back, verifier } = await logIn(login);
    expect(back.origin + back.pathname).toBe(BACK);
    expect(back.searchParams.get('state')).toBe('a-state');
    const claims = await claimsOf(await redeem(back.searchParams.get('code'), verifier));
    expect(claims).toMatchObject({ sub: login, name, email: `${login}@orbit.example`, email_verified: true, groups, nonce: 'a-nonce' });
    expect(claims).toMatchObject({ iss: provider.issuer, aud: 'cellwatch' });
    expect(Math.abs(Number(claims.auth_time) - Date.now() / 1000)).toBeLessThan(10);
  });

  test('can be redeemed only once, with the verifier, by the client', async () => {
    const { back, verifier } = await logIn('viewer');
    const code = back.searchParams.get('code');
    expect((await redeem(code, verifier, {}, `Basic ${btoa('cellwatch:guessed')}`)).status).toBe(401);
    expect((await redeem(code, verifier)).status).toBe(200);
    expect((await redeem(code, verifier)).status).toBe(400);
    const other = await logIn('viewer');
    const wrong = await redeem(other.back.searchParams.get('code'), verifier);
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('is not given without a challenge', async () => {
    const { page } = await ask({ change: { code_challenge: null, code_challenge_method: null } });
    expect(new URL(page).searchParams.get('error')).toBe('invalid_request');
  });
});

describe('where people are sent back to', () => {
  test.each(['http://127.0.0.1:8080', 'http://localhost:3000', 'http://[::1]:4000', 'http://localhost'])(
    '%s is allowed',
    async (origin) => {
      const { response } = await ask({ change: { redirect_uri: `${origin}/api/auth/callback/oidc` } });
      expect(response.status).toBe(303);
    },
  );

  test.each([
    'http://evil.example/api/auth/callback/oidc',
    'http://127.0.0.1.evil.example/api/auth/callback/oidc',
    'http://127.0.0.1:3000@evil.example/api/auth/callback/oidc',
    'http://someone@127.0.0.1:3000/api/auth/callback/oidc',
    'https://127.0.0.1:3000/api/auth/callback/oidc',
    'http://127.0.0.1:3000/api/auth/callback/other',
    'http://127.0.0.1:3000/api/auth/callback/oidc?x=1',
    'not an address',
  ])('%s is refused with a page', async (redirect_uri) => {
    const { response } = await ask({ change: { redirect_uri } });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain('redirect_uri');
  });
});

describe('the login page', () => {
  test('offers every demo user and takes a name', async () => {
    const { jar, page } = await ask();
    const response = await jar.fetch(page);
    expect(response.status).toBe(200);
    const html = await response.text();
    for (const user of DEMO_USERS) expect(html).toContain(`value="${user.login}"><b>${user.login}</b><span>${user.may}`);
    expect(html.match(/<input[^>]*name="login"/g)).toHaveLength(1);
    expect(html).not.toMatch(/<script|src=|https?:/);
  });

  test('comes again with a message when the name is unknown', async () => {
    const { response, back } = await logIn('<b>mallory');
    expect(response.status).toBe(400);
    expect(back.host).toBe('none');
    const html = await response.text();
    expect(html).toContain('There is no user');
    expect(html).toContain('input');
    expect(html).not.toContain('<b>mallory');
  });

  test('belongs to the browser that asked', async () => {
    const { page } = await ask();
    const response = await fetch(page);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('expired');
  });
});

describe('a person who is signed in', () => {
  test('is not asked again, unless the app wants a fresh sign-in', async () => {
    const { jar } = await logIn('viewer');
    expect(new URL((await ask({ jar })).page).searchParams.has('code')).toBe(true);
    expect((await ask({ jar, change: { prompt: 'login' } })).page).toContain('/sign-in/');
    expect((await ask({ jar, change: { max_age: '3600' } })).page).toContain('code=');
    expect((await ask({ jar, change: { max_age: '0' } })).page).toContain('/sign-in/');
  });

  test('can become another one by a fresh sign-in', async () => {
    const { jar } = await logIn('viewer');
    const { back, verifier } = await logIn('admin', { jar, change: { prompt: 'login' } });
    const claims = await claimsOf(await redeem(back.searchParams.get('code'), verifier));
    expect(claims).toMatchObject({ sub: 'admin', groups: ['cellwatch-admins'] });
  });

  test('signs out and is sent back to the app', async () => {
    const { jar } = await logIn('viewer');
    const after = 'http://127.0.0.1:3123/sign-in';
    const query = new URLSearchParams({ client_id: 'cellwatch', post_logout_redirect_uri: after });
    const html = await (await jar.fetch(`${provider.issuer}/session/end?${query}`)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const done = await jar.fetch(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    expect(done.headers.get('location')).toBe(after);
    expect((await ask({ jar })).page).toContain('/sign-in/');
  });
});

test('prints nothing', () => {
  expect(printed).toEqual([]);
});

test('a taken port is an error that names it', async () => {
  await expect(startIdentityProvider({ port: Number(new URL(provider.issuer).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
