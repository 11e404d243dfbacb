import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Registry, Signal, SignalDefinition } from '#lib/domain/registry/registry.ts';
import { getMetricData } from '#lib/sources/metrics/get-metric-data.ts';
import { errorRatio } from '#lib/views/signal-value.ts';

/** A grid of points: start (epoch ms), step (seconds) and how many. */
export interface Grid {
  start: number;
  step: number;
  length: number;
}

/** What was read of one cell, as pages show it, NaN where there is no point; `problems` tell of metrics that failed alone. */
export interface RangePoints {
  points: Partial<Record<Signal, number[]>>;
  problems: Partial<Record<Signal, string>>;
}

/** Reads signals of cells that share a reader in one call, in the order of `cells`. @throws AwsFailure */
export async function readRange(given: {
  aws: Aws;
  reader: Reader;
  registry: Registry;
  signals: readonly Signal[];
  cells: readonly { name: string; accountId: string | null }[];
  grid: Grid;
}): Promise<RangePoints[]> {
  const { aws, reader, registry, grid } = given;
  const definitions = given.signals.flatMap((signal): [Signal, SignalDefinition][] => {
    const definition = registry.metrics.signals[signal];
    return definition ? [[signal, definition]] : [];
  });
  const wanted = given.cells.flatMap(({ name, accountId }) => definitions.map(([, definition]) => ({ cell: name, accountId, definition })));
  const { start, step, length } = grid;
  const results = await getMetricData(aws, reader, wanted, { start, end: start + step * length * 1000, periodSeconds: step });
  return given.cells.map((_, cell) => {
    const raw: RangePoints['points'] = {};
    const problems: RangePoints['problems'] = {};
    definitions.forEach(([signal], index) => {
      const result = results[cell * definitions.length + index];
      raw[signal] = result?.ok ? onGrid(result.times, result.values, grid) : emptyGrid(grid);
      if (result && !result.ok) problems[signal] = result.message;
    });
    return { points: shown(raw, registry, step), problems };
  });
}

/** NaN everywhere. */
export function emptyGrid({ length }: Pick<Grid, 'length'>): number[] {
  return new Array<number>(length).fill(Number.NaN);
}

function onGrid(times: readonly number[], values: readonly number[], grid: Grid): number[] {
  const points = emptyGrid(grid);
  times.forEach((time, at) => {
    const slot = Math.floor((time - grid.start) / (grid.step * 1000));
    if (slot >= 0 && slot < points.length) points[slot] = values[at] as number;
  });
  return points;
}

/** Counts become requests a second and a ratio of errors. */
function shown(raw: RangePoints['points'], registry: Registry, step: number): RangePoints['points'] {
  const { requests, errors } = raw;
  return {
    ...raw,
    ...(errors && {
      errors: errors.map((value, at) => errorRatio(value, requests?.[at] ?? Number.NaN, registry.metrics.signals.errors)),
    }),
    ...(requests && { requests: requests.map((value) => value / step) }),
  };
}
