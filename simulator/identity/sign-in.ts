import { createCookieJar } from './cookie-jar.ts';

const MOST_STEPS = 15;
const TIMEOUT_MS = 30_000;

/**
 * Signs a demo user in to the app at `origin` through its identity provider, as a browser would.
 * Answers the value of the Cookie header that carries the session: the app's cookies only.
 * @throws Error that names the step which failed.
 */
export async function signIn({ origin, login }: { origin: string; login: string }): Promise<string> {
  const app = new URL(origin).origin;
  const jar = createCookieJar();
  const go = (url: string, init?: RequestInit) => jar.fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

  const csrf = await go(`${app}/api/auth/csrf`);
  if (!csrf.ok) throw new Error(`${app} answered ${csrf.status} when asked for a sign-in token`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  let url = `${app}/api/auth/signin/oidc`;
  let response = await go(url, { method: 'POST', body: new URLSearchParams({ csrfToken, callbackUrl: `${app}/` }) });
  let submitted = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel();
      const next = new URL(location, url);
      if (next.origin === app && !next.pathname.startsWith('/api/auth/')) return finish(jar.header(app), next);
      url = next.href;
      response = await go(url);
      continue;
    }
    const action = response.ok && !submitted ? loginForm(await response.text()) : null;
    if (action === null)
      throw new Error(`${url} answered ${response.status}${submitted ? ` to the name "${login}"` : ' and no login form'}`);
    url = new URL(action, url).href;
    response = await go(url, { method: 'POST', body: new URLSearchParams({ login }) });
    submitted = true;
  }
  throw new Error(`The sign-in went through ${MOST_STEPS} steps without an end`);
}

function finish(cookies: string, landed: URL): string {
  const error = landed.searchParams.get('error');
  if (error) throw new Error(`Cellwatch refused the sign-in (${error})`);
  if (!cookies.includes('session-token')) throw new Error('Cellwatch set no session');
  return cookies;
}

/** Where the form that asks for a login name sends it. */
function loginForm(html: string): string | null {
  for (const [, attributes = '', content = ''] of html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    if (/<input[^>]*name="login"/.test(content)) return /action="([^"]*)"/.exec(attributes)?.[1] ?? '';
  }
  return null;
}
