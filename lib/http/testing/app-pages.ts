import { expect } from 'vitest';
import { scriptText } from '#lib/client/first-fleet.ts';
import type { AuditView } from '#lib/views/audit-view.ts';
import type { CostsStatusView, CostsView } from '#lib/views/costs-view.ts';
import type { CellView, FleetView, SourceView } from '#lib/views/fleet-view.ts';
import type { PipelineView, RolloutsView } from '#lib/views/rollouts-view.ts';
import { firstCell } from '../first-cell.ts';
import { firstCosts } from '../first-costs.ts';
import { viewOf } from '../first-rollouts.ts';
import type { AppBed } from './app-bed.ts';

/** However AWS is, what is known is shown at once. */
const ANSWERS_WITHIN_MS = 2_000;
/** So many minutes a tile draws. */
const SPARK_MINUTES = 30;

/** All that people read at one time. */
export interface Pages {
  /** Epoch ms. */
  at: number;
  fleet: FleetView;
  cell: CellView;
  rollouts: RolloutsView;
  pipeline: PipelineView;
  costs: CostsView;
  costsStatus: CostsStatusView;
  audit: AuditView;
}

/** Reads every page's data by its routes, and as its first HTML has it. Fails when one is refused, is late, or differs. */
export async function readPages(bed: AppBed, cell: string, pipeline: string): Promise<Pages> {
  const { runtime, clock } = bed;
  const text = async (address: string): Promise<string> => {
    const started = performance.now();
    const answer = await bed.get(address);
    const body = await answer.text();
    expect([address, answer.status], body.slice(0, 300)).toEqual([address, 200]);
    expect(performance.now() - started, `${address} took so many ms`).toBeLessThan(ANSWERS_WITHIN_MS);
    return body;
  };
  const get = async <T>(address: string): Promise<T> => JSON.parse(await text(address));
  const pages: Pages = {
    at: clock.now(),
    fleet: await get('/api/fleet'),
    cell: await get(`/api/cells/${cell}?range=3h`),
    rollouts: await get('/api/rollouts'),
    pipeline: await get(`/api/rollouts/${pipeline}`),
    costs: await get('/api/costs'),
    costsStatus: await get('/api/costs/status'),
    audit: await get('/api/audit'),
  };
  for (const address of ['/api/health', '/api/ready', `/api/costs/cell?name=${cell}`]) await text(address);
  const metrics = await text('/api/metrics');
  for (const { id } of pages.fleet.sources) expect(metrics).toContain(`cellwatch_source_age_seconds{source="${id}"}`);

  const drawn = runtime.feed.current();
  expect(drawn && JSON.parse(scriptText(drawn))).toEqual(pages.fleet);
  expect((await firstCell(runtime, cell, '24h'))?.cell).toEqual(pages.cell.cell);
  const [all, one] = [await runtime.rollouts.all(), await runtime.rollouts.of(pipeline)];
  expect([all && viewOf(all), one && viewOf(one)]).toEqual([pages.rollouts, pages.pipeline]);
  expect((await firstCosts(runtime, new URLSearchParams())).view?.total).toEqual(pages.costs.total);
  return pages;
}

/** What was known before stands in every page still. */
export function expectKept(before: Pages, now: Pages): void {
  const minutesGone = (now.at - before.at) / 60_000;
  const drawn = ({ fleet }: Pages) => fleet.cells.map(({ name, spark }) => [name, spark?.points.some((point) => point !== null) ?? false]);
  if (minutesGone < SPARK_MINUTES) expect(drawn(now)).toEqual(drawn(before));
  expect(now.fleet.cells.map(({ name }) => name)).toEqual(before.fleet.cells.map(({ name }) => name));
  for (const [at, { signal, points }] of before.cell.series.entries()) {
    const known = (some: readonly (number | null)[]) => some.filter((point) => point !== null).length;
    expect(known(now.cell.series[at]?.points ?? []), signal).toBeGreaterThanOrEqual(known(points) - minutesGone - 2);
  }
  expect(now.cell.alarms.map(({ name }) => name)).toEqual(before.cell.alarms.map(({ name }) => name));
  expect(now.cell.versions.map(({ component }) => component)).toEqual(before.cell.versions.map(({ component }) => component));
  const components = ({ rollouts }: Pages) => rollouts.components.map(({ component, crossings }) => [component, crossings.length]);
  expect(components(now)).toEqual(components(before));
  expect(now.pipeline.stages.map(({ name }) => name)).toEqual(before.pipeline.stages.map(({ name }) => name));
  const ids = before.pipeline.releases.map(({ executionId }) => executionId);
  expect(now.pipeline.releases.map(({ executionId }) => executionId)).toEqual(expect.arrayContaining(ids));
  const charged = ({ costs }: Pages) => new Set(costs.rows.map(({ name }) => name));
  expect(charged(now)).toEqual(charged(before));
  expect(now.audit.entries.length).toBe(before.audit.entries.length);
}

/** A source as each page that shows it tells it. */
export function sourceIn(pages: Pages, id: string): SourceView {
  const [first, ...others] = [pages.fleet, pages.cell, pages.rollouts, pages.pipeline].map(({ sources }) =>
    sources.find((source) => source.id === id),
  );
  if (!first) throw new Error(`no source ${id}`);
  for (const other of others) expect(other).toEqual(first);
  return first;
}
