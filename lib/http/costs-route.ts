import { type Arrangement, arrangeRows, COST_SORTS } from '#lib/domain/cost/arrange-rows.ts';
import { askOfKnown } from '#lib/domain/cost/ask-of-known.ts';
import { costCsv } from '#lib/domain/cost/cost-csv.ts';
import { rowServices } from '#lib/domain/cost/row-services.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { buildCostsBehind } from '#lib/views/build-costs-behind.ts';
import { costsProblem, costsStatus } from '#lib/views/costs-status.ts';
import type { CellCostsView, CostsView } from '#lib/views/costs-view.ts';
import { apiRoute } from './api-route.ts';
import { costAskOf } from './cost-ask-of.ts';
import { jsonResponse } from './json-response.ts';
import { limitedRead } from './limits.ts';
import { noSuchCell } from './no-such-cell.ts';
import { problemResponse } from './problem.ts';
import { publishedResponse } from './published-response.ts';
import { withPermission } from './with-permission.ts';

/** GET /api/costs?period=&group=&metric=&shared=: what cells cost, the same bytes for all viewers. */
export const costsRoute = apiRoute({
  GET: withPermission('read:costs', async (request, { runtime }) => {
    const built = await builtFor(request, runtime);
    return built instanceof Response ? built : publishedResponse(request, await built.published());
  }),
});

/** GET /api/costs/export: the same as a file, with the rows that `sort`, `order` and `q` leave, and their sum. */
export const costsExportRoute = apiRoute({
  GET: withPermission(
    'read:costs',
    limitedRead(async (request, { runtime }) => {
      const built = await builtFor(request, runtime);
      if (built instanceof Response) return built;
      const { view } = built;
      const arranged = arrangementOf(new URL(request.url).searchParams);
      return new Response(costCsv(view, arrangeRows(view.rows, arranged)), {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8; header=present',
          'Content-Disposition': `attachment; filename="${fileName(view)}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  ),
});

/** GET /api/costs/behind?row=…: the services (or accounts) behind one row. */
export const costsBehindRoute = apiRoute({
  GET: withPermission('read:costs', (request, { runtime }) => {
    const asked = askedFor(request, runtime);
    if (asked instanceof Response) return asked;
    const row = new URL(request.url).searchParams.get('row') ?? '';
    const services = rowServices(asked.known, asked.ask, row);
    return services.ok ? jsonResponse(request, buildCostsBehind(row, services.value)) : refused(services.refusal, 'nothing-behind');
  }),
});

/** GET /api/costs/cell?name=…: one cell's last 30 days, for its own page. */
export const costsCellRoute = apiRoute({
  GET: withPermission('read:costs', async (request, { runtime: { costs, clock } }) => {
    const known = costs.known();
    if (!known) return noCosts(costs);
    const ask = askOfKnown(known, { period: '30d' }, clock.now());
    const built = ask.ok ? await costs.answer(known, ask.value) : ask;
    if (!built.ok) return refused(built.refusal, 'bad-cost-query');
    const { currency, period, rows } = built.value.view;
    const name = new URL(request.url).searchParams.get('name') ?? '';
    const row = rows.find((one) => one.kind === 'cell' && one.name === name);
    const names = known.registry.cells.map((cell) => cell.name);
    return row ? jsonResponse(request, { currency, period: period.label, row } satisfies CellCostsView) : noSuchCell(name, names);
  }),
});

/** GET /api/costs/status: how the reading of costs stands, and Cellwatch's own bill. */
export const costsStatusRoute = apiRoute({
  GET: withPermission('read:costs', (request, { runtime }) => jsonResponse(request, costsStatus(runtime.costs))),
});

/** How the address wants rows to stand; a sort that is none is the default. */
export function arrangementOf(query: URLSearchParams): Arrangement {
  const sort = COST_SORTS.find((one) => one === query.get('sort')) ?? 'cost';
  const order = query.get('order');
  return { sort, ascending: order === 'up' ? true : order === 'down' ? false : null, text: query.get('q') ?? '' };
}

async function builtFor(request: Request, runtime: Runtime) {
  const asked = askedFor(request, runtime);
  if (asked instanceof Response) return asked;
  const built = await runtime.costs.answer(asked.known, asked.ask);
  return built.ok ? built.value : refused(built.refusal, 'bad-cost-query');
}

function askedFor(request: Request, { costs, clock }: Runtime) {
  const known = costs.known();
  if (!known) return noCosts(costs);
  const ask = costAskOf(new URL(request.url).searchParams, known, clock.now());
  return ask.ok ? { known, ask: ask.value } : refused(ask.refusal, 'bad-cost-query');
}

function noCosts(costs: Runtime['costs']): Response {
  const problem = costsProblem(costs);
  return problemResponse({
    status: 503,
    code: problem?.code ?? 'no-costs',
    title: problem?.title ?? 'No costs yet',
    detail: problem?.detail ?? 'No figures have been read yet.',
    ...(problem?.fix ? { fix: problem.fix } : {}),
    headers: { 'Retry-After': '30' },
  });
}

function refused(detail: string, code: string): Response {
  return problemResponse({ status: 400, code, title: 'These costs cannot be shown', detail });
}

/** "cellwatch-costs-2026-11-01-to-2026-11-21-by-cell.csv". */
function fileName({ period, group }: CostsView): string {
  return `cellwatch-costs-${period.first}-to-${period.last}-by-${group}.csv`;
}
