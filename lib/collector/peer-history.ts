import type { Aws } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Clock } from '#lib/clock.ts';
import type { CellFacts } from '#lib/domain/facts.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import type { CellRange } from '#lib/views/fleet-view.ts';
import { keptHours } from '#lib/views/kept-points.ts';
import { PEERS_AT_LEAST, peerMedian, thinnedOut } from '#lib/views/peers.ts';
import { gridOf } from './long-history.ts';
import { OnDemand, type ReadBudget } from './on-demand.ts';
import { emptyGrid, type Grid, type RangePoints, readRange } from './read-range.ts';
import { isCounted, metricReader } from './tracked-metric.ts';

/** One more than a median is taken over, for the cell itself may be among them. */
const MEMBERS_READ = 11;

/** Medians of a wave on the grid of a range; NaN where unknown. */
export interface PeerPoints {
  /** Epoch ms of the first point. */
  start: number;
  medians: Partial<Record<Signal, number[]>>;
  problem: string | null;
}

interface Members {
  grid: Grid;
  points: ReadonlyMap<string, RangePoints['points']>;
  problem: string | null;
}

/**
 * The peers' median over long ranges. Seven days of requests and errors come from the hourly sums that are kept; the rest is
 * read from up to 11 members of the wave: once a wave and range until its next bucket, for all of its cells.
 */
export class PeerHistory {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #home: string;
  readonly #kept: OnDemand<Members>;

  constructor(aws: Aws, clock: Clock, home: string, budget: ReadBudget) {
    this.#aws = aws;
    this.#clock = clock;
    this.#home = home;
    this.#kept = new OnDemand(budget, ({ problem }) => problem !== null);
  }

  async read(registry: Registry, cells: ReadonlyMap<string, CellFacts>, cell: Cell, range: CellRange): Promise<PeerPoints> {
    const now = gridOf(range, this.#clock.now());
    const members = registry.cells.filter((one) => one.wave === cell.wave && one.state === 'in-service');
    if (members.filter((one) => one.name !== cell.name).length < PEERS_AT_LEAST) return { start: now.start, medians: {}, problem: null };
    const hourly = now.step === 3600;
    const signals = SIGNALS.filter((signal) => registry.metrics.signals[signal] && !(hourly && isCounted(signal)));
    const { points, grid, problem } =
      signals.length === 0
        ? { points: new Map<string, RangePoints['points']>(), grid: now, problem: null }
        : await this.#members(registry, cell.wave, thinnedOut(members, MEMBERS_READ), signals, range, now);
    const peers = [...points].filter(([name]) => name !== cell.name).map(([, of]) => of);
    const medians: PeerPoints['medians'] = hourly ? keptHours(registry, cells, cell, grid.start, grid.length) : {};
    for (const signal of signals) {
      medians[signal] = emptyGrid(grid).map((_, at) => peerMedian(peers.map((of) => of[signal]?.[at] ?? Number.NaN)));
    }
    return { start: grid.start, medians, problem };
  }

  #members(
    registry: Registry,
    wave: string | null,
    members: readonly Cell[],
    signals: readonly Signal[],
    range: CellRange,
    grid: Grid,
  ): Promise<Members> {
    const holders = members.map((cell) => ({ name: cell.name, ...metricReader(registry, this.#home, cell) }));
    const places = [...Map.groupBy(holders, ({ reader }) => JSON.stringify(reader)).values()];
    const failed = (before: Members | null, problem: string): Members => ({ ...(before ?? { grid, points: new Map() }), problem });
    return this.#kept.read(`${wave} ${range}`, `${grid.start} ${members.map(({ name }) => name)}`, {
      reads: places.length,
      refuse: (before) => failed(before, 'many long histories were opened in this minute'),
      fetch: async (before) => {
        const points = new Map<string, RangePoints['points']>();
        let problem: string | null = null;
        const readPlace = async (cells: typeof holders) => {
          const reader = cells[0]?.reader;
          if (!reader) return;
          try {
            const found = await readRange({ aws: this.#aws, reader, registry, signals, cells, grid });
            cells.forEach(({ name }, index) => {
              const [refused] = Object.values(found[index]?.problems ?? {});
              if (refused === undefined) points.set(name, found[index]?.points ?? {});
              else problem ??= refused;
            });
          } catch (error) {
            problem ??= error instanceof AwsFailure ? error.message : 'their history could not be read';
          }
        };
        await Promise.all(places.map(readPlace));
        // A median over those that answered is worth showing.
        if (points.size > PEERS_AT_LEAST || points.size === members.length) return { grid, points, problem: null };
        return failed(before, problem ?? 'too few of them could be read');
      },
    });
  }
}
