import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import { getMetricData } from '#lib/sources/metrics/get-metric-data.ts';
import { RANGES, type SignalPoints } from '#lib/views/build-cell-view.ts';
import type { CellRange } from '#lib/views/fleet-view.ts';
import { errorRatio } from '#lib/views/signal-value.ts';
import { metricReader } from './tracked-metric.ts';

const READS_A_MINUTE = 60;
const ENTRIES_KEPT = 1_000;

/** Histories over 3 h, read when a cell is opened: one read a cell and range until its next bucket, however many look. */
export class LongHistory {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #home: string;
  readonly #kept = new Map<string, { end: number; points: Promise<SignalPoints> }>();
  #recent: number[] = [];

  constructor(aws: Aws, clock: Clock, home: string) {
    this.#aws = aws;
    this.#clock = clock;
    this.#home = home;
  }

  read(registry: Registry, cell: Cell, range: CellRange): Promise<SignalPoints> {
    const step = RANGES[range].step * 1000;
    const end = Math.floor(this.#clock.now() / step) * step;
    const key = `${cell.name} ${range}`;
    const known = this.#kept.get(key);
    if (known?.end === end) return known.points;
    const now = performance.now();
    this.#recent = this.#recent.filter((at) => now - at < 60_000);
    if (this.#recent.length >= READS_A_MINUTE) {
      return Promise.resolve(nothing(end, range, 'Many long histories were opened in this minute: it will be read in the next.'));
    }
    this.#recent.push(now);
    const points = this.#fetch(registry, cell, range, end);
    this.#kept.delete(key);
    this.#kept.set(key, { end, points });
    // A failure is not kept: the next look tries again.
    void points.then((found) => {
      if (found.problem !== null && this.#kept.get(key)?.points === points) this.#kept.delete(key);
    });
    const oldest = this.#kept.size > ENTRIES_KEPT ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return points;
  }

  async #fetch(registry: Registry, cell: Cell, range: CellRange, end: number): Promise<SignalPoints> {
    const { seconds, step } = RANGES[range];
    const start = end - seconds * 1000;
    const { reader, accountId } = metricReader(registry, this.#home, cell);
    const definitions = Object.entries(registry.metrics.signals) as [Signal, NonNullable<Registry['metrics']['signals'][Signal]>][];
    const wanted = definitions.map(([, definition]) => ({ cell: cell.name, accountId, definition }));
    try {
      const results = await getMetricData(this.#aws, reader, wanted, { start, end, periodSeconds: step });
      const raw: Partial<Record<Signal, number[]>> = {};
      let problem: string | null = null;
      definitions.forEach(([signal], index) => {
        const values = new Array<number>(seconds / step).fill(Number.NaN);
        const result = results[index];
        if (result?.ok) {
          result.times.forEach((time, at) => {
            const slot = Math.floor((time - start) / (step * 1000));
            if (slot >= 0 && slot < values.length) values[slot] = result.values[at] as number;
          });
        } else problem ??= result?.message ?? null;
        raw[signal] = values;
      });
      const requests = raw.requests;
      if (raw.errors) {
        raw.errors = raw.errors.map((value, at) => errorRatio(value, requests?.[at] ?? Number.NaN, registry.metrics.signals.errors));
      }
      if (requests) raw.requests = requests.map((value) => value / step);
      return { start, points: raw, peers: {}, problem };
    } catch (error) {
      return nothing(end, range, error instanceof AwsFailure ? error.message : 'This history could not be read.');
    }
  }
}

function nothing(end: number, range: CellRange, problem: string): SignalPoints {
  const { seconds, step } = RANGES[range];
  const gap = new Array<number>(seconds / step).fill(Number.NaN);
  const points = { requests: gap, errors: gap, latency: gap, saturation: gap };
  return { start: end - seconds * 1000, points, peers: {}, problem };
}
