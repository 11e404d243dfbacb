import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GET as authGet, POST as authPost } from '#app/api/auth/[...nextauth]/route.ts';
import { fakeRuntime } from '#lib/http/fake-runtime.ts';
import { DEMO_USERS } from './demo-users.ts';
import { signIn } from './sign-in.ts';
import { type IdentityProvider, startIdentityProvider } from './start-identity-provider.ts';

let provider: IdentityProvider;
let app: Server;
let origin: string;

/** The app's own sign-in routes on a port; any other address says who is there. */
beforeEach(async () => {
  provider = await startIdentityProvider({ port: 0 });
  app = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', origin);
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const method = incoming.method ?? 'GET';
    const body = method === 'POST' ? { body: Buffer.concat(chunks).toString() } : {};
    const request = new Request(url, { method, headers: incoming.headers as Record<string, string>, ...body });
    const params = Promise.resolve({ nextauth: url.pathname.split('/').slice(3) });
    const response = await (method === 'POST' ? authPost : authGet)(request, { params });
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  vi.stubEnv('NEXTAUTH_URL', origin);
  const access = {
    rules: [
      { group: 'cellwatch-viewers', role: 'viewer' },
      { group: 'cellwatch-managers', role: 'manager' },
      { group: 'cellwatch-operators', role: 'operator' },
      { group: 'cellwatch-operators-preprod', role: 'operator', environments: ['pre-production'] },
      { group: 'cellwatch-operators-two', role: 'operator', approvals: 2 },
      { group: 'cellwatch-oncall', role: 'operator', breakGlass: true },
      { group: 'cellwatch-admins', role: 'admin' },
    ],
  };
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime({
    NEXTAUTH_URL: origin,
    OIDC_ISSUER: provider.issuer,
    ACCESS_POLICY: JSON.stringify(access),
  }).runtime;
});
afterEach(async () => {
  await provider.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
  vi.unstubAllEnvs();
});

test.each(DEMO_USERS)('the app knows $login by the cookies that come back', async ({ login, name }) => {
  const cookie = await signIn({ origin, login });
  expect(cookie).toContain('next-auth.session-token=');
  expect(cookie).not.toContain('orbit.');
  const session = await (await fetch(`${origin}/api/auth/session`, { headers: { cookie } })).json();
  expect(session).toMatchObject({ user: { name, email: `${login}@orbit.example` } });
  const roles = (session as { roles: { role: string }[] }).roles.map(({ role }) => role);
  const expected = login === 'oncall' ? ['viewer', 'operator'] : [login.replace(/-(preprod|two)$/, '')];
  expect(roles).toEqual(login === 'nobody' ? [] : expected);
});

test('a name that the provider does not know is an error that says so', async () => {
  await expect(signIn({ origin, login: 'mallory' })).rejects.toThrow('answered 400 to the name "mallory"');
});

test('a provider that is away is an error of the app', async () => {
  await provider.close();
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await expect(signIn({ origin, login: 'viewer' })).rejects.toThrow('ProviderUnreachable');
});
