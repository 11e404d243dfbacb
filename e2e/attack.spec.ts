import type { Browser } from '@playwright/test';
import { ask } from './ask.ts';
import { expect, type Login, test } from './journey.ts';
import type { Stack } from './stack.ts';

const PAGES = ['/', '/cells/CELL', '/deployments', '/deployments/router', '/costs', '/audit', '/people', '/sessions'] as const;
/** What these tell is no cell's. */
const WITHOUT_CELLS: readonly string[] = ['/audit', '/people', '/sessions'];
type PagePath = (typeof PAGES)[number];

/** Who may see which page; `none` is not signed in. */
const MAY_SEE: Partial<Record<Login | 'none', readonly PagePath[]>> = {
  none: [],
  nobody: [],
  viewer: ['/', '/cells/CELL', '/deployments', '/deployments/router', '/sessions'],
  manager: ['/', '/cells/CELL', '/deployments', '/deployments/router', '/costs', '/sessions'],
  operator: ['/', '/cells/CELL', '/deployments', '/deployments/router', '/audit', '/sessions'],
  admin: PAGES,
};

/** How Next's own router asks for a page, besides the browser. */
const WAYS: Record<string, Record<string, string>> = {
  'as a document': {},
  'as a payload': { RSC: '1' },
  'as a prefetch': { RSC: '1', 'Next-Router-Prefetch': '1' },
  'as a prefetch of its page': { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_full' },
};

type SignIn = (page: Awaited<ReturnType<Browser['newPage']>>, login: Login) => Promise<void>;

async function cookieOf(login: Login | 'none', browser: Browser, signIn: SignIn): Promise<string> {
  if (login === 'none') return '';
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, login);
  const cookies = await context.cookies();
  await context.close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

async function cellNames(stack: Stack, cookie: string): Promise<string[]> {
  const fleet = () => ask(stack.origin, '/api/fleet', { headers: { cookie } });
  await expect.poll(async () => (await fleet()).status, { timeout: 30_000, message: 'there is a first picture' }).toBe(200);
  const { text } = await fleet();
  return (JSON.parse(text) as { cells: { name: string }[] }).cells.map(({ name }) => name);
}

test('no page, payload or prefetch tells anything to whoever may not see it', async ({ browser, signIn, stack }) => {
  test.setTimeout(180_000);
  const names = await cellNames(stack, await cookieOf('viewer', browser, signIn));
  const [first = ''] = names;
  expect(names.length).toBeGreaterThan(20);
  const manager = await cookieOf('manager', browser, signIn);
  const costs = async () => (await ask(stack.origin, '/api/costs', { headers: { cookie: manager } })).text;
  await expect.poll(costs, { timeout: 90_000, message: 'costs have been read, so that there is something to tell' }).toContain(first);
  for (const login of Object.keys(MAY_SEE) as (Login | 'none')[]) {
    const cookie = await cookieOf(login, browser, signIn);
    for (const page of PAGES) {
      const may = MAY_SEE[login]?.includes(page) ?? false;
      for (const [way, headers] of Object.entries(WAYS)) {
        const path = page.replace('CELL', first);
        let answer = await ask(stack.origin, path, { headers: { ...headers, cookie } });
        // Next may want its own mark of the headers in the address.
        const marked = String(answer.headers.location ?? '');
        if (marked.includes('_rsc='))
          answer = await ask(stack.origin, marked.replace(stack.origin, ''), { headers: { ...headers, cookie } });
        const told = names.filter((name) => answer.text.replaceAll(`cells/${first}`, '').replaceAll(`cells%2F${first}`, '').includes(name));
        const what = `${login} asks for ${page} ${way}: ${answer.status}`;
        expect(answer.status, what).toBeLessThan(500);
        if (may && way === 'as a document') {
          expect(answer.status, what).toBe(200);
          expect(answer.text, what).toContain('fleet-data');
          // The audit log names the cells that somebody acted on, and nobody has.
          if (!WITHOUT_CELLS.includes(page)) expect(told.length, what).toBeGreaterThan(0);
          expect(answer.headers['cache-control'], what).toContain('no-store');
        }
        if (!may) {
          if (way === 'as a document') expect(answer.headers.location, what).toMatch(/^\/(sign-in|no-access)\?/);
          // The name in the title is the one that was asked for.
          expect(
            told.filter((name) => name !== first),
            what,
          ).toEqual([]);
          expect(answer.text, what).not.toContain('fleet-data');
          expect(answer.text, what).not.toMatch(/USD|rowCount|"headline"/);
        }
      }
    }
  }
});

function directives(policy: string): Map<string, string> {
  return new Map(policy.split('; ').map((part) => [part.split(' ')[0] ?? '', part.slice(part.indexOf(' ') + 1)]));
}

test('every page comes with a strict policy, and no script without its nonce', async ({ browser, signIn, stack }) => {
  const cookie = await cookieOf('admin', browser, signIn);
  const nonces = new Set<string>();
  const pages = ['/', '/costs', '/audit', '/deployments', '/sign-in?error=Callback', '/no-access', '/nowhere', '/cells/nowhere'];
  for (const path of pages) {
    const { headers, text } = await ask(stack.origin, path, { headers: path.startsWith('/sign-in') ? {} : { cookie } });
    const policy = directives(String(headers['content-security-policy']));
    const [nonce = ''] = /(?<='nonce-)[^']+/.exec(policy.get('script-src') ?? '') ?? [];
    nonces.add(nonce);
    expect(policy.get('script-src'), path).toBe(`'nonce-${nonce}' 'strict-dynamic'`);
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('style-src')).toBe(`'self' 'nonce-${nonce}'`);
    for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy.get(name)).toBe("'none'");
    expect(policy.get('connect-src')).toBe("'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['x-powered-by']).toBeUndefined();
    const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`) && !tag.includes('type="application/json"')),
      path,
    ).toEqual([]);
    expect(text, path).not.toMatch(/<[a-z]+[^>]* on[a-z]+="/);
  }
  expect(nonces.size).toBe(pages.length);
  const home = await ask(stack.origin, '/', { headers: { cookie } });
  const file = /\/_next\/static\/[^"]+\.js/.exec(home.text)?.[0] ?? '';
  expect((await ask(stack.origin, file)).headers['x-content-type-options']).toBe('nosniff');
  // What a browser is told behind TLS.
  const behindTls = await ask(stack.origin, file, { headers: { 'x-forwarded-proto': 'https' } });
  expect(behindTls.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
});

const SCRIPT = '<script>alert(1)</script>';
const IMAGE = '"><img src=x onerror=alert(1)>';

/** Addresses of which one part is what an attacker makes somebody open. */
const REFLECTING = (text: string): string[] => [
  `/sign-in?error=${text}&callbackUrl=${text}&signed-out=${text}`,
  `/no-access?permission=${text}&from=${text}`,
  `/cells/${text}?range=${text}`,
  `/deployments/${text}`,
  `/costs?period=${text}&group=${text}&q=${text}&sort=${text}`,
  `/audit?person=${text}&cell=${text}&actionId=${text}`,
  `/?q=${text}&filter=${text}`,
  `/${text}`,
  `/api/${text}`,
  `/api/cells/${text}?range=${text}`,
  `/api/auth/${text}?error=${text}`,
  `/api/auth/error?error=${text}`,
  `/api/auth/callback/oidc?error=${text}&error_description=${text}`,
];

/** Addresses that no browser writes. */
const CROOKED = [
  ...[
    '/cells/%00',
    '/cells/%25',
    '/cells/%ff',
    '/cells/%E0%A4%A',
    '/cells/..%2f..%2fetc%2fpasswd',
    '/cells/__proto__',
    '/deployments/constructor',
  ],
  ...[
    '//evil.example/',
    '/\\evil.example',
    '/%5cevil.example',
    '/..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/_next/static/../../package.json',
  ],
  ...[
    '/_next/static/%2e%2e/%2e%2e/package.json',
    '/_next/image?url=http://169.254.169.254/latest/&w=64&q=1',
    '/_next/image?url=/api/fleet&w=64&q=1',
  ],
  ...[
    '/_next/data/x/index.json',
    '/api/fleet/../audit',
    '/api/%2e%2e/audit',
    '/.env',
    '/package.json',
    '/api/rollouts/%00',
    '/api/rollouts/%ff',
  ],
];

test('nothing of an address comes back as HTML, leads elsewhere, opens a file, or ends in a fault', async ({ browser, signIn, stack }) => {
  test.setTimeout(120_000);
  const admin = await cookieOf('admin', browser, signIn);
  for (const cookie of ['', admin]) {
    for (const path of [...[SCRIPT, IMAGE].flatMap((text) => REFLECTING(encodeURIComponent(text))), ...CROOKED]) {
      for (const headers of [{ cookie }, { cookie, RSC: '1' }] as Record<string, string>[]) {
        const { status, headers: answered, text } = await ask(stack.origin, path, { headers });
        expect(status, path).toBeLessThan(500);
        const html = String(answered['content-type'] ?? '').includes('html');
        if (html) expect(text.includes(SCRIPT) || text.includes('<img src=x'), path).toBe(false);
        expect(text, path).not.toMatch(/root:x:0:0|"dependencies"/);
        const to = answered.location;
        if (typeof to === 'string') expect(new URL(to, stack.origin).origin, `${path} leads to ${to}`).toBe(stack.origin);
      }
    }
  }
});

test('what only a framework asks for changes nothing, and ends in no fault', async ({ browser, signIn, stack }) => {
  const cookie = await cookieOf('viewer', browser, signIn);
  const tries: [string, string, Record<string, string>, string?][] = [
    ['/', 'POST', { 'Next-Action': 'x'.repeat(40), 'content-type': 'text/plain' }, '[]'],
    ['/costs', 'POST', { 'Next-Action': '0', 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['/', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, '$ACTION_ID_x=1&__proto__[a]=1'],
    ['/costs', 'GET', { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }],
    ['/costs', 'GET', { 'x-invoke-path': '/', 'x-matched-path': '/', 'x-nextjs-data': '1' }],
    ['/', 'GET', { RSC: '1', 'Next-Router-State-Tree': '%00{"a":' }],
    ['/', 'GET', { RSC: '1', 'Next-Router-State-Tree': encodeURIComponent(JSON.stringify(['', { children: ['costs', {}] }])) }],
    ['/', 'GET', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'javascript' }],
    ['/api/fleet', 'TRACE', {}],
    ['/api/fleet', 'POST', { 'content-type': 'application/json' }, '{"__proto__":'],
    ['/api/actions', 'POST', { 'content-type': 'application/json' }, 'x'.repeat(300_000)],
  ];
  for (const [path, method, headers, body] of tries) {
    const answer = await ask(stack.origin, path, { method, headers: { ...headers, cookie }, ...(body === undefined ? {} : { body }) });
    const what = `${method} ${path} ${JSON.stringify(headers)}: ${answer.status}`;
    expect(answer.status, what).toBeLessThan(500);
    expect(answer.text, what).not.toMatch(/USD|rowCount/);
    expect(JSON.stringify(answer.headers), what).not.toContain('evil.example');
  }
  const { headers } = await ask(stack.origin, '/costs', { headers: { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' } });
  expect(headers.location).toMatch(/^\/sign-in\?/);
  expect(headers['content-security-policy']).toBeTruthy();
});

test('the app prints no secret, and serves none', async ({ browser, signIn, stack }) => {
  const cookie = await cookieOf('admin', browser, signIn);
  const pages = await Promise.all([...PAGES, '/sign-in', '/nowhere'].map((path) => ask(stack.origin, path, { headers: { cookie } })));
  for (const text of [stack.output, ...pages.map((page) => page.text)]) {
    expect(text).not.toMatch(/journeys-need-a-secret-too|cellwatch-demo|simulator-\d+-cellwatch/);
  }
});
