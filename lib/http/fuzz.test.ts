import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_POLICY } from '#lib/domain/access/access.ts';
import { VERBS } from '#lib/domain/control/action.ts';
import type { ApiHandler } from './api-route.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';
import { everyRoute } from './testing/every-route.ts';

/** So many by default; `FUZZ_REQUESTS=100000` for a long run, with a seed of its own. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 3_000);
const SEED = process.env.FUZZ_REQUESTS ? Date.now() : 7;
const AT_MOST_MS = 1_000;
const ORIGIN = 'http://127.0.0.1:3100';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PARAMETERS = [
  ...['group', 'from', 'to', 'period', 'metric', 'cost', 'sort', 'show', 'row', 'name', 'format', 'before', 'limit', 'range'],
  ...['person', 'verb', 'cell', 'component', 'outcome', 'since', 'until', 'filter', 'spread', 'callbackUrl', '__proto__', 'constructor'],
];

const hostile = fc.constantFrom(
  ...['<script>alert(1)</script>', '"><img src=x onerror=1>', '../../etc/passwd', '..%2f..%2f', '%00', '\0', '%', '%ff', '__proto__'],
  ...['constructor', '=cmd|1', '💥', 'مرحبا', '\u202e', 'a'.repeat(20_000), '-1', '1e999', 'NaN', '0x10', "'; DROP TABLE audit; --", '*'],
  ...['2026-11-01', '2026-02-30', '9999-12-31', '0000-00-00', '2026-11', 'cell:cell-0001', 'cell-0001', 'router'],
);
const text = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('month', 'cell', 'csv', 'jsonl', '7d', '30d'));
const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...PARAMETERS), text), text), { maxLength: 5 });

const id = fc.oneof(fc.constant('exec-1'), text);
const target = fc.record(
  {
    component: fc.oneof(fc.constantFrom('router', '*'), text),
    waves: fc.array(fc.oneof(fc.constantFrom('small', 'large'), text), { maxLength: 3 }),
    stage: fc.oneof(fc.constant('Deploy-small'), text),
    executionId: id,
    targetExecutionId: id,
    running: fc.constantFrom('wait', 'abandon', 'neither'),
    until: fc.oneof(fc.nat(), fc.double()),
    owner: text,
    fallback: fc.boolean(),
  },
  { requiredKeys: ['component'] },
);
const wish = fc.record(
  { verb: fc.oneof(fc.constantFrom(...VERBS), text), target, reason: text, fingerprint: text, typedName: text },
  { requiredKeys: ['verb', 'target'] },
);
const nested = fc.nat({ max: 30_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
const whole = fc.record(
  { verb: fc.constant('halt-all'), target: fc.constant({ component: '*' }), reason: text },
  { requiredKeys: ['verb', 'target'] },
);
const digest = fc.oneof(fc.constantFrom('a'.repeat(64), 'A'.repeat(64), 'f'.repeat(63)), text);
const pair = fc.record({ inForce: digest, held: digest, more: text }, { requiredKeys: ['inForce', 'held'] });
const body = fc.oneof(
  { arbitrary: whole.map((value) => JSON.stringify(value)), weight: 2 },
  wish.map((value) => JSON.stringify(value)),
  fc.json(),
  text,
  nested,
  fc.constant('{"__proto__":{"role":"admin"},"verb":"halt-all","target":{"component":"*"}}'),
  fc.nat({ max: 200_000 }).map((length) => `"${'x'.repeat(length)}"`),
  pair.map((value) => JSON.stringify(value)),
);

/** A header takes bytes, and no line breaks. */
const headerText = text.map((value) => encodeURI(value.toWellFormed()).slice(0, 4_000));
const headers = fc.record(
  {
    'accept-encoding': fc.constantFrom('br', 'gzip', 'identity;q=0', '*;q=0', 'br;q=2, gzip;q=-1', ','),
    'if-none-match': fc.oneof(fc.constantFrom('*', 'W/"boot-1"', '"', 'W/'), headerText),
    'content-type': fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', 'multipart/form-data', ';'),
    origin: fc.constantFrom(ORIGIN, 'null', 'https://elsewhere.example'),
    'x-cellwatch': fc.constantFrom('1', '0'),
    'idempotency-key': fc.oneof(fc.constant('a-key-of-a-test'), headerText),
    'last-event-id': headerText,
    'x-forwarded-for': headerText,
    'x-forwarded-host': headerText,
    authorization: headerText.map((value) => `Bearer ${value}`),
  },
  { requiredKeys: [] },
);

const byPath = new Map(everyRoute.map((route) => [route.path, route]));
const asked = fc.record({
  /** What acts is tried more often than what reads. */
  path: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('/api/actions', '/api/actions/plan') },
    { weight: 8, arbitrary: fc.constantFrom(...byPath.keys()) },
  ),
  method: fc.oneof(fc.constantFrom('GET', 'POST'), fc.constantFrom(...METHODS)),
  params: fc.array(text, { minLength: 1, maxLength: 3 }),
  query,
  headers,
  body,
  /** Half of them as our own pages would send it, so that more than the gate is tried. */
  ours: fc.boolean(),
  group: fc.constantFrom(null, ...DEFAULT_POLICY.rules.map(({ role }) => role)),
});

// Who was refused is logged.
beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterAll(() => {
  vi.restoreAllMocks();
});

const cookies = new Map<string, string>();
beforeEach(async () => {
  (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime({ METRICS_TOKEN: 'a-token-of-a-test' }).runtime;
  for (const { role } of DEFAULT_POLICY.rules) cookies.set(role, await fakeCookie([{ role }]));
});

test(
  `${REQUESTS.toLocaleString('en')} requests of every shape to every route are answered, never with a fault, none costs a second`,
  async () => {
    const statuses = new Map<number, number>();
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, method, params, query, headers, body, ours, group }) => {
        // Limits are of a process: one that began anew now and then is in the way of few.
        if (++tried % 100 === 0)
          (globalThis as { __cellwatch?: unknown }).__cellwatch = fakeRuntime({ METRICS_TOKEN: 'a-token-of-a-test' }).runtime;
        const started = process.cpuUsage();
        const route = byPath.get(path);
        if (!route) throw new Error(`no route ${path}`);
        const sent = new Headers(ours ? { ...headers, origin: ORIGIN, 'x-cellwatch': '1', 'content-type': 'application/json' } : headers);
        const cookie = group === null ? null : cookies.get(group);
        if (cookie) sent.set('cookie', cookie);
        const leave = new AbortController();
        const address = `${ORIGIN}${path}?${new URLSearchParams(query.map(([name, value]) => [name, value]))}`;
        const bodied = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
        const request = new Request(address, { method, headers: sent, signal: leave.signal, ...(bodied ? { body } : {}) });
        const handler: ApiHandler | undefined = route.module[method];
        if (!handler) return;
        const response = await handler(request, { params: Promise.resolve(route.params(params)) });
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        expect(response.status).toBeLessThan(500);
        const type = response.headers.get('content-type') ?? '';
        expect(type).not.toContain('html');
        if (response.status >= 400) expect(type).toContain('application/problem+json');
        if (!type.includes('event-stream')) {
          const answer = await response.text();
          if (type.endsWith('json') && !response.headers.has('content-encoding') && answer !== '') JSON.parse(answer);
        }
        leave.abort();
        const { user, system } = process.cpuUsage(started);
        expect((user + system) / 1_000).toBeLessThan(AT_MOST_MS);
      }),
      { numRuns: REQUESTS, seed: SEED },
    );
    // More than the gate was tried.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 401, 403, 404, 405, 415, 422]));
    expect(({} as { role?: string }).role).toBeUndefined();
  },
  60_000 + REQUESTS * 20,
);
