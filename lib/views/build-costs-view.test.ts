import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildCosts } from '#lib/domain/cost/build-costs.ts';
import { parseCostAsk } from '#lib/domain/cost/cost-ask.ts';
import { knowCosts } from '#lib/domain/cost/known-costs.ts';
import { parseMoney, toCents } from '#lib/domain/cost/money.ts';
import { rowServices } from '#lib/domain/cost/row-services.ts';
import { factsOf, quietWorld, THROUGH } from '#lib/domain/cost/testing/cost-world.ts';
import { buildCostsBehind } from './build-costs-behind.ts';
import { buildCostsView, sparkOf } from './build-costs-view.ts';
import { SPARK_TOP } from './costs-view.ts';

function ask(query: Parameters<typeof parseCostAsk>[0] = {}) {
  const parsed = parseCostAsk(query, { today: THROUGH + 1, through: THROUGH });
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}

function knownOf(cells: number, days = 90) {
  const { lines, first, traffic, registry } = quietWorld({ cells, days });
  return knowCosts(factsOf(lines, first, { traffic }), registry);
}

function viewOf(known: ReturnType<typeof knownOf>, query: Parameters<typeof parseCostAsk>[0] = {}) {
  const built = buildCostsView('v1', known, ask(query), []);
  if (!built.ok) throw new Error(built.refusal);
  return built.value;
}

const known = knownOf(6);
const centsOf = (amounts: readonly (string | null)[]) => amounts.reduce((sum, amount) => sum + toCents(parseMoney(amount ?? '0')), 0n);

test.each(['cell', 'wave', 'region', 'service'])('rows by %s add up to the total, as the domain tells it', (group) => {
  const view = viewOf(known, { group, period: '30d' });
  const picture = buildCosts(known, ask({ group, period: '30d' }));
  expect(view.total.cost).toBe(picture.ok && picture.value.total.cost);
  expect(centsOf(view.rows.map(({ cost }) => cost))).toBe(toCents(parseMoney(view.total.cost)));
  expect(view.rowCount).toBe(view.rows.length);
});

test.each(['cell:cell-0001', 'shared', 'unclaimed', 'apart'])('what is behind the row %s adds up to it', (id) => {
  const row = viewOf(known).rows.find((one) => one.id === id);
  const services = rowServices(known, ask(), id);
  if (!services.ok) throw new Error(services.refusal);
  const { parts, rest } = buildCostsBehind(id, services.value);
  expect(centsOf([...parts.map(({ cost }) => cost), rest?.cost ?? null])).toBe(centsOf([row?.cost ?? null]));
  expect(parts.length).toBeGreaterThan(0);
});

test('behind a wave each service is told once for all its cells, behind a service each cell', () => {
  const told = (group: string, id: string) => {
    const services = rowServices(known, ask({ group }), id);
    if (!services.ok) throw new Error(services.refusal);
    return buildCostsBehind(id, services.value);
  };
  const wave = told('wave', 'wave:large');
  expect(wave.of).toBe('services');
  expect(new Set(wave.parts.map(({ name }) => name)).size).toBe(wave.parts.length);
  const service = told('service', 'service:Amazon DynamoDB');
  expect(service.of).toBe('owners');
  expect(service.parts.map(({ name }) => name)).toContain('cell-0001');
});

test.each(['cell', 'service'])('by %s each column of the chart adds up to what the bill came to, in cents', (group) => {
  const { chart, total } = viewOf(known, { group, period: '30d' });
  const sums = chart.columns.map((_, at) => chart.series.reduce((sum, { values }) => sum + Math.round((values[at] ?? 0) * 100), 0));
  expect(sums).toEqual(total.spark.map((sum) => Math.round(sum * 100)));
});

test('a sparkline has few points, whole numbers, and the least and largest at its ends', () => {
  const points = sparkOf(Array.from({ length: 90 }, (_, day) => (day % 7) - 1));
  expect(points.length).toBeLessThanOrEqual(31);
  expect(points.every((point) => Number.isInteger(point) && point >= 0 && point <= SPARK_TOP)).toBe(true);
  expect(sparkOf([0, 50, 100])).toEqual([0, 16, SPARK_TOP]);
  expect(sparkOf([-10, 10])).toEqual([0, SPARK_TOP]);
  expect(sparkOf([0, 0])).toEqual([0, 0]);
});

test('1,000 cells fit into 150 KB, compressed', { timeout: 60_000 }, () => {
  const { lines, first, traffic, registry } = quietWorld({ cells: 1_000, days: 54 });
  const view = viewOf(knowCosts(factsOf(lines, first, { traffic }), registry));
  const compressed = brotliCompressSync(JSON.stringify(view), { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
  expect(view.rows.length).toBeGreaterThan(1_000);
  expect(compressed.byteLength).toBeLessThan(150_000);
});
