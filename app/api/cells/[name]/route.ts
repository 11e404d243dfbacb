import { z } from 'zod';
import { apiRoute } from '#lib/http/api-route.ts';
import { jsonResponse } from '#lib/http/json-response.ts';
import { overLimit } from '#lib/http/limits.ts';
import { noSuchCell } from '#lib/http/no-such-cell.ts';
import { notReady } from '#lib/http/not-ready.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { withPermission } from '#lib/http/with-permission.ts';
import { CELL_RANGES } from '#lib/views/fleet-view.ts';

const query = z.object({ range: z.enum(CELL_RANGES).default('1h') });

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute({
  GET: withPermission('read:health', async (request, signed) => {
    const { runtime, params } = signed;
    const asked = new URL(request.url).searchParams;
    const parsed = query.safeParse({ range: asked.get('range') ?? undefined });
    if (!parsed.success) return wrongRange(asked.get('range') ?? '');
    const fleet = runtime.feed.current();
    if (!fleet) return notReady(runtime);
    // Longer ranges are read from AWS.
    const over = parsed.data.range === '1h' ? null : overLimit('read', signed);
    if (over) return over;
    const name = typeof params.name === 'string' ? params.name : '';
    const view = await runtime.cell(name, parsed.data.range);
    if (view) return jsonResponse(request, view);
    return noSuchCell(
      name,
      fleet.view.cells.map((cell) => cell.name),
    );
  }),
});

function wrongRange(given: string): Response {
  return problemResponse({
    status: 400,
    code: 'wrong-range',
    title: 'Wrong range',
    detail: `range is "${given}".`,
    fix: `Use one of ${CELL_RANGES.join(', ')}.`,
  });
}
