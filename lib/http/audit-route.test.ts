import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditFilter, ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import { auditExportRoute, auditRoute } from './audit-route.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';

const entry = (seq: number, over: Partial<ChainedEntry> = {}): ChainedEntry => ({
  id: `e${seq}`,
  seq,
  at: Date.UTC(2026, 10, 24, 2, 14),
  kind: 'intent',
  person: { id: 'u', name: 'Olga', email: 'olga@orbit.example' },
  origin: null,
  actionId: 'act-1',
  verb: 'halt-all',
  components: ['router', 'api'],
  cells: [],
  text: 'Halt all',
  reason: 'errors',
  requestId: null,
  detail: null,
  previous: 'p',
  hash: 'h',
  ...over,
});

let asked: { filter: AuditFilter; before: number | null; limit: number }[];
let kept: ChainedEntry[];
beforeEach(() => {
  asked = [];
  kept = [];
  const { runtime } = fakeRuntime();
  runtime.audit = {
    async searchAudit(filter, before, limit) {
      asked.push({ filter, before, limit });
      return kept.filter(({ seq }) => before === null || seq < before).slice(0, limit);
    },
    chainHead: async () => ({ count: kept.length, hash: 'head' }),
  };
  (globalThis as { __cellwatch?: unknown }).__cellwatch = runtime;
});

const get = async (route: typeof auditRoute, query = '') =>
  route.GET(new Request(`http://127.0.0.1:3100/api/audit${query}`, { headers: { cookie: await fakeCookie([{ role: 'admin' }]) } }), {
    params: Promise.resolve({}),
  });

describe('the log', () => {
  test('is read a page at a time, newest first', async () => {
    kept = Array.from({ length: 120 }, (_, i) => entry(120 - i));
    const first = await (await get(auditRoute)).json();
    expect(first).toMatchObject({ next: '71', head: { count: 120, hash: 'head' } });
    expect(first.entries.map(({ seq }: ChainedEntry) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => 120 - i));
    const last = await (await get(auditRoute, '?page=21')).json();
    expect(last).toMatchObject({ next: null, entries: { length: 20 } });
  });

  test('is searched by what the address says', async () => {
    await get(auditRoute, '?person=olga&component=router&cell=a&verb=roll-back&from=2026-11-24&to=2026-11-25T00:00:00%2B01:00&page=9');
    expect(asked[0]).toEqual({
      filter: {
        person: 'olga',
        component: 'router',
        cell: 'a',
        verb: 'roll-back',
        from: Date.UTC(2026, 10, 24),
        to: Date.UTC(2026, 10, 24, 23),
      },
      before: 9,
      limit: 51,
    });
  });

  test.each(['?verb=destroy', '?from=yesterday', '?page=0', '?page=x', '?colour=red', '?person='])('refuses %s', async (query) => {
    const response = await get(auditRoute, query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'wrong-filter' });
  });
});

describe('the export', () => {
  test('is all of it, whatever its length, as lines of JSON', async () => {
    kept = Array.from({ length: 1_234 }, (_, i) => entry(1_234 - i));
    const response = await get(auditExportRoute, '?format=jsonl&component=router');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="cellwatch-audit-\d{4}-\d\d-\d\d\.jsonl"$/);
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(kept);
    expect(asked.every(({ filter }) => filter.component === 'router')).toBe(true);
  });

  test('is a table that no spreadsheet takes for formulas', async () => {
    kept = [
      entry(2, { text: '=HYPERLINK("http://evil")', reason: '+1', person: { id: '-u', name: '@Olga, "the" operator', email: null } }),
      entry(1, { reason: 'two\nlines', person: null, text: ' =1' }),
    ];
    const [head = '', ...lines] = (await (await get(auditExportRoute, '?format=csv')).text()).split('\r\n');
    expect(head.split(',').slice(0, 7)).toEqual(['seq', 'time', 'kind', 'person', 'person_id', 'email', 'verb']);
    expect(lines[0]).toBe(
      `2,2026-11-24T02:14:00.000Z,intent,"'@Olga, ""the"" operator",'-u,,halt-all,router api,,"'=HYPERLINK(""http://evil"")",'+1,act-1,,,p,h`,
    );
    expect(lines[1]).toBe(`1,2026-11-24T02:14:00.000Z,intent,Cellwatch,,,halt-all,router api,,' =1,"two\nlines",act-1,,,p,h`);
  });
});
