import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { Cell, Registry } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import { RANGES, type SignalPoints } from '#lib/views/build-cell-view.ts';
import type { CellRange } from '#lib/views/fleet-view.ts';
import { OnDemand, type ReadBudget } from './on-demand.ts';
import { emptyGrid, type Grid, readRange } from './read-range.ts';
import { metricReader } from './tracked-metric.ts';

const BUSY = 'Many long histories were opened in this minute: it will be read in the next.';

/** The grid of a range that ends with its last whole step. */
export function gridOf(range: CellRange, now: number): Grid {
  const { seconds, step } = RANGES[range];
  const end = Math.floor(now / (step * 1000)) * step * 1000;
  return { start: end - seconds * 1000, step, length: seconds / step };
}

/** Histories over 3 h, read when a cell is opened: one read a cell and range until its next bucket, however many look. */
export class LongHistory {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #home: string;
  readonly #kept: OnDemand<SignalPoints>;

  constructor(aws: Aws, clock: Clock, home: string, budget: ReadBudget) {
    this.#aws = aws;
    this.#clock = clock;
    this.#home = home;
    this.#kept = new OnDemand(budget, ({ problem, problems }) => problem !== null || Object.keys(problems).length > 0);
  }

  read(registry: Registry, cell: Cell, range: CellRange): Promise<SignalPoints> {
    const grid = gridOf(range, this.#clock.now());
    const failed = (before: SignalPoints | null, problem: string): SignalPoints => ({ ...(before ?? nothing(grid)), problem });
    return this.#kept.read(`${cell.name} ${range}`, grid.start, {
      reads: 1,
      refuse: (before) => failed(before, BUSY),
      fetch: async (before) => {
        const { reader, accountId } = metricReader(registry, this.#home, cell);
        try {
          const cells = [{ name: cell.name, accountId }];
          const [found] = await readRange({ aws: this.#aws, reader, registry, signals: SIGNALS, cells, grid });
          return { start: grid.start, points: found?.points ?? {}, peers: {}, problem: null, problems: found?.problems ?? {} };
        } catch (error) {
          return failed(before, error instanceof AwsFailure ? error.message : 'This history could not be read.');
        }
      },
    });
  }
}

function nothing(grid: Grid): SignalPoints {
  const gap = emptyGrid(grid);
  return {
    start: grid.start,
    points: { requests: gap, errors: gap, latency: gap, saturation: gap },
    peers: {},
    problem: null,
    problems: {},
  };
}
