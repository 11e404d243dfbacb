import type { ReleaseArrival } from '#lib/domain/cost/around-release.ts';
import { buildCostsSteps } from '#lib/domain/cost/build-costs.ts';
import type { CostAsk } from '#lib/domain/cost/cost-ask.ts';
import type { CostChart, CostFigures, CostRow } from '#lib/domain/cost/cost-picture.ts';
import { findDearCells } from '#lib/domain/cost/dear-cells.ts';
import type { KnownCosts } from '#lib/domain/cost/known-costs.ts';
import { accept, type Parsed } from '#lib/domain/cost/parsed.ts';
import { drain } from '#lib/domain/drain.ts';
import { type CostsRowView, type CostsView, SPARK_TOP } from './costs-view.ts';
import { isoTime } from './iso-time.ts';
import { roundFigure } from './round-figure.ts';

const SPARK_POINTS = 31;
/** Contributions that explain a row's change; the row's services tell the others. */
const MOST_BECAUSE = 2;

/** What the Costs page shows of what is asked. Refused, with a sentence for a person, where the domain refuses it. */
export function buildCostsView(version: string, known: KnownCosts, ask: CostAsk, arrivals: readonly ReleaseArrival[]): Parsed<CostsView> {
  return drain(costsViewSteps(version, known, ask, arrivals));
}

/** The same in small steps. */
export function* costsViewSteps(
  version: string,
  known: KnownCosts,
  ask: CostAsk,
  arrivals: readonly ReleaseArrival[],
): Generator<undefined, Parsed<CostsView>> {
  const built = yield* buildCostsSteps(known, ask, arrivals);
  if (!built.ok) return built;
  const { rows, total, fetch, ...picture } = built.value;
  const shown: CostsRowView[] = [];
  for (const row of rows) {
    yield;
    shown.push(rowView(row));
  }
  return accept({
    ...picture,
    version,
    fetch: { at: isoTime(fetch.fetchedAt), throughDay: fetch.throughDay, requests: fetch.requests, usd: fetch.usd },
    total: { ...total, ...rounded(total) },
    chart: { ...picture.chart, series: addingUp(picture.chart.series, total.spark) },
    allCells: picture.allCells && { ...picture.allCells, ...rounded(picture.allCells) },
    dear: findDearCells(rows),
    rows: shown,
    rowCount: rows.length,
  });
}

/** What is left of each column after the largest: with their cents rounded one by one they would miss the sum by some. */
function addingUp(series: CostChart['series'], sums: readonly number[]): CostChart['series'] {
  const largest = series.filter(({ id }) => id !== 'rest');
  const rest = sums.map((sum, at) => Math.round((sum - largest.reduce((all, { values }) => all + (values[at] ?? 0), 0)) * 100) / 100);
  return series.map((one) => (one.id === 'rest' ? { ...one, values: rest } : one));
}

function rowView(row: CostRow): CostsRowView {
  const { change } = row;
  const figures = rounded(row);
  return {
    ...row,
    ...figures,
    change: change && { amount: change.amount, ratio: figures.change?.ratio ?? null, because: change.because.slice(0, MOST_BECAUSE) },
    spark: sparkOf(row.spark),
  };
}

/** Ratios to what a page shows of them; money stays as it is. */
function rounded({ change, share, projection, unit, served }: CostFigures): Omit<CostFigures, 'cost' | 'previous'> {
  return {
    change: change && { ...change, ratio: roundFigure(change.ratio, 4) },
    share: share === null ? null : Number(share.toFixed(5)),
    projection: projection && {
      estimate: Math.round(projection.estimate),
      low: Math.round(projection.low),
      high: Math.round(projection.high),
    },
    unit: unit && { ...unit, away: unit.away === null ? null : Number(unit.away.toFixed(3)) },
    served: served && {
      availability: Number(served.availability.toFixed(6)),
      budgetLeft: Number(served.budgetLeft.toFixed(3)),
      leftOut: served.leftOut,
    },
  };
}

/** Few whole numbers: 1,000 rows of 90 days would be most of the page. Days are averaged where there are more than points. */
export function sparkOf(values: readonly number[]): number[] {
  const size = Math.max(1, Math.ceil(values.length / SPARK_POINTS));
  const points: number[] = [];
  for (let from = 0; from < values.length; from += size) {
    const some = values.slice(from, from + size);
    points.push(some.reduce((sum, value) => sum + value, 0) / some.length);
  }
  const least = Math.min(0, ...points);
  const most = Math.max(0, ...points);
  return points.map((point) => (most === least ? 0 : Math.round(((point - least) / (most - least)) * SPARK_TOP)));
}
