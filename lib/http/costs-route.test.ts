import { beforeEach, describe, expect, test } from 'vitest';
import { arrangeRows } from '#lib/domain/cost/arrange-rows.ts';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';
import { parseMoney, toCents } from '#lib/domain/cost/money.ts';
import type { CostBook } from '#lib/runtime-contract.ts';
import type { CellCostsView, CostsBehindView, CostsStatusView, CostsView } from '#lib/views/costs-view.ts';
import { costsBehindRoute, costsCellRoute, costsExportRoute, costsRoute, costsStatusRoute } from './costs-route.ts';
import { fakeCookie, fakeRuntime } from './fake-runtime.ts';
import { firstCosts } from './first-costs.ts';
import { fakeCosts } from './testing/fake-costs.ts';

const NOW = Date.UTC(2026, 10, 22, 5);

function serve(change: Partial<CostBook> = {}) {
  const runtime = { ...fakeRuntime().runtime, clock: { now: () => NOW }, costs: fakeCosts(change) };
  (globalThis as { __cellwatch?: unknown }).__cellwatch = runtime;
  return runtime;
}

async function get(route: typeof costsRoute, path: string, more: Record<string, string> = {}) {
  const headers = { cookie: await fakeCookie([{ role: 'manager' }]), ...more };
  return route.GET(new Request(`http://127.0.0.1:3100${path}`, { headers }), { params: Promise.resolve({}) });
}

const failure = (code: CostFailure['code']): CostFailure => ({
  code,
  message: 'The costs role was denied.',
  accountId: '100000000001',
  region: 'us-east-1',
  since: NOW - 3_600_000,
});

beforeEach(() => {
  serve();
});

test('all who ask the same get the same bytes', async () => {
  const [one, other] = await Promise.all([get(costsRoute, '/api/costs'), get(costsRoute, '/api/costs?group=cell')]);
  const view = (await one.json()) as CostsView;
  expect(view).toMatchObject({ version: 'costs-1', group: 'cell', periodText: 'this-month' });
  expect(one.headers.get('etag')).toBe(other.headers.get('etag'));
  expect((await get(costsRoute, '/api/costs', { 'if-none-match': one.headers.get('etag') ?? '' })).status).toBe(304);
});

test('newer figures are answered as soon as there are some', async () => {
  let version = 'costs-1';
  const book = fakeCosts();
  Object.defineProperty(book, 'version', { get: () => version });
  (globalThis as { __cellwatch?: unknown }).__cellwatch = { ...fakeRuntime().runtime, clock: { now: () => NOW }, costs: book };
  expect(await (await get(costsRoute, '/api/costs')).json()).toMatchObject({ version: 'costs-1' });
  version = 'costs-2';
  expect(await (await get(costsRoute, '/api/costs')).json()).toMatchObject({ version: 'costs-2' });
});

test.each([
  ['period=2026-11-20..2026-11-01', /reversed.*2026-11-01\.\.2026-11-20/],
  ['period=2027-01', /future/],
  ['period=2014-01-01..2024-01-01', /longer than the 13 months/],
  ['period=yesterday', /no period/],
  ['group=wive', /no group.*wave/],
  ['metric=blended', /no cost.*unblended/],
  ['shared=fairly', /spread shared costs/],
  ['period=2026-01', /not known/],
])('%s is refused with a sentence', async (query, sentence) => {
  for (const route of [costsRoute, costsExportRoute]) {
    const response = await get(route, `/api/costs?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'bad-cost-query', detail: expect.stringMatching(sentence) });
  }
});

describe('the file', () => {
  const centsOf = (lines: readonly (readonly string[])[]) => lines.reduce((sum, line) => sum + toCents(parseMoney(line[4] || '0')), 0n);

  async function read(query: string) {
    const response = await get(costsExportRoute, `/api/costs/export?${query}`);
    const lines = (await response.text())
      .trim()
      .split('\r\n')
      .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''));
    return { response, lines: lines.slice(1) };
  }

  test.each(['cell', 'wave', 'service'])(
    'by %s has the rows of the page, which add up to its last line, the total shown',
    async (group) => {
      const { response, lines } = await read(`group=${group}&period=30d`);
      const view = (await (await get(costsRoute, `/api/costs?group=${group}&period=30d`)).json()) as CostsView;
      const shown = arrangeRows(view.rows, { sort: 'cost', ascending: null, text: '' });
      expect(lines.slice(0, -1).map(([name, , , , cost]) => [name, cost])).toEqual(shown.map(({ name, cost }) => [name, cost ?? '']));
      expect(lines.at(-1)?.slice(0, 5)).toEqual(['Total', 'total', '', '', view.total.cost]);
      expect(centsOf(lines.slice(0, -1))).toBe(centsOf(lines.slice(-1)));
      expect(response.headers.get('content-disposition')).toContain(`cellwatch-costs-2026-10-23-to-2026-11-21-by-${group}.csv`);
    },
  );

  test('is sorted and filtered as the page, with the sum of what is shown', async () => {
    const { lines } = await read('sort=name&order=down&q=large&metric=unblended');
    expect(lines.map(([name]) => name)).toEqual(['cell-0005', 'cell-0002', 'Shown', 'Total']);
    expect(centsOf(lines.slice(0, 2))).toBe(centsOf(lines.slice(2, 3)));
  });
});

test('behind a row are its services; of a row that there is not, the answer says so', async () => {
  const behind = (await (await get(costsBehindRoute, '/api/costs/behind?row=cell:cell-0001')).json()) as CostsBehindView;
  expect(behind.of).toBe('services');
  expect(behind.parts.map(({ name }) => name)).toContain('DynamoDB');
  const none = await get(costsBehindRoute, '/api/costs/behind?row=cell:nobody');
  expect(none.status).toBe(400);
  expect(await none.json()).toMatchObject({ code: 'nothing-behind' });
});

test('a cell’s own page reads its last 30 days; an unknown cell is a 404', async () => {
  const view = (await (await get(costsRoute, '/api/costs?period=30d')).json()) as CostsView;
  const cell = (await (await get(costsCellRoute, '/api/costs/cell?name=cell-0001')).json()) as CellCostsView;
  expect(cell).toMatchObject({
    currency: 'USD',
    period: view.period.label,
    row: { cost: view.rows.find(({ name }) => name === 'cell-0001')?.cost },
  });
  const unknown = await get(costsCellRoute, '/api/costs/cell?name=cell-001');
  expect(unknown.status).toBe(404);
});

describe('while nothing is known', () => {
  const unknown = { known: () => null };

  test.each([
    ['no management account', { ...unknown, nextFetch: () => null }, 'no-management-account', true],
    ['the first fetch runs', unknown, 'costs-on-their-way', false],
    ['Cost Explorer is not enabled', { ...unknown, failure: () => failure('not-enabled') }, 'not-enabled', false],
    ['AWS has no data yet', { ...unknown, failure: () => failure('data-unavailable') }, 'data-unavailable', false],
    ['the role is denied', { ...unknown, failure: () => failure('access-denied') }, 'access-denied', false],
  ] as const)('because %s, the routes and the page say so and what to do', async (_, change, code, needsRole) => {
    const runtime = serve(change);
    const response = await get(costsRoute, '/api/costs');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await response.json()).toMatchObject({ code, title: expect.any(String), detail: expect.any(String) });
    const status = (await (await get(costsStatusRoute, '/api/costs/status')).json()) as CostsStatusView;
    expect(status).toMatchObject({ known: false, problem: { code, needsRole }, ownBill: { usd: '41.20' } });
    expect(await firstCosts(runtime, new URLSearchParams())).toMatchObject({ view: null, refusal: null });
  });
});

test('a refresh that fails keeps the figures, and says since when and why', async () => {
  serve({ failure: () => failure('access-denied') });
  expect((await get(costsRoute, '/api/costs')).status).toBe(200);
  const status = (await (await get(costsStatusRoute, '/api/costs/status')).json()) as CostsStatusView;
  expect(status).toMatchObject({
    known: true,
    since: new Date(NOW - 3_600_000).toISOString(),
    problem: { detail: 'The costs role was denied.' },
  });
});

test('the page comes with the first rows as its address sorts them', async () => {
  const runtime = serve();
  const first = await firstCosts(runtime, new URLSearchParams('sort=name&order=down&q=small'));
  expect(first.view?.rows.map(({ name }) => name)).toEqual(['cell-0003', 'cell-0000']);
  expect(first.view?.rowCount).toBe(2);
  expect(await firstCosts(runtime, new URLSearchParams('group=planet'))).toMatchObject({
    view: null,
    refusal: expect.stringContaining('planet'),
  });
});
