import type { Aws } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { CellFacts } from '#lib/domain/facts.ts';
import { sentence } from '#lib/domain/health/wording.ts';
import type { Cell, Registry } from '#lib/domain/registry/registry.ts';
import type { AlarmPast } from '#lib/views/alarm-periods.ts';
import { RANGES, type SignalPoints } from '#lib/views/build-cell-view.ts';
import type { CellRange } from '#lib/views/fleet-view.ts';
import { keptPoints } from '#lib/views/kept-points.ts';
import { AlarmHistory } from './alarm-history.ts';
import { LongHistory } from './long-history.ts';
import { ReadBudget } from './on-demand.ts';
import { PeerHistory, type PeerPoints } from './peer-history.ts';

/** Reads of metrics, and of past alarms, that people looking at cells may cause in a minute. */
const READS_A_MINUTE = 60;
/** The page waits no longer for what its charts can do without. */
const PATIENCE_MS = 250;

/** What the charts of a cell show beside its present state. */
interface CellPast {
  signals: SignalPoints;
  alarms: AlarmPast | null;
  /** What is missing and why, in words. */
  notes: readonly string[];
  /** True while something is still being read: ask again soon. */
  pending: boolean;
}

/** The past of cells, from what is kept and from what is read on demand. */
export class CellHistory {
  readonly #clock: Clock;
  readonly #long: LongHistory;
  readonly #peers: PeerHistory;
  readonly #alarms: AlarmHistory;
  readonly #patienceMs: number;

  constructor(aws: Aws, clock: Clock, home: string, patienceMs = PATIENCE_MS) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    const budget = new ReadBudget(READS_A_MINUTE);
    this.#long = new LongHistory(aws, clock, home, budget);
    this.#peers = new PeerHistory(aws, clock, home, budget);
    this.#alarms = new AlarmHistory(aws, clock, new ReadBudget(READS_A_MINUTE));
  }

  async read(registry: Registry, cells: ReadonlyMap<string, CellFacts>, cell: Cell, range: CellRange): Promise<CellPast> {
    const { seconds, step } = RANGES[range];
    const alarmsRead = this.#alarms.read(registry, cell, cells.get(cell.name)?.alarms ?? [], range);
    const long =
      step === 60 ? null : { own: this.#long.read(registry, cell, range), peers: this.#peers.read(registry, cells, cell, range) };
    const own = long ? await long.own : keptPoints(registry, cells, cell, this.#clock.now(), seconds / 60);
    const [alarms, peers] = await Promise.all([soon(alarmsRead, this.#patienceMs), long && soon(long.peers, this.#patienceMs)]);
    return {
      signals: peers === null || peers === LATE ? own : { ...own, peers: peersBeside(own, peers, step) },
      alarms: alarms === LATE ? null : alarms.past,
      notes: [
        alarms === LATE ? 'Past alarms are being read.' : alarms.problem && `Past alarms can't all be shown. ${sentence(alarms.problem)}`,
        peers === LATE ? 'Peers are being read.' : peers?.problem && `Peers can't be shown. ${sentence(peers.problem)}`,
      ].flatMap((note) => note || []),
      pending: alarms === LATE || peers === LATE,
    };
  }
}

/** The peers' medians moved onto the cell's own grid: one of the two may have been read a bucket earlier. */
function peersBeside(own: SignalPoints, peers: PeerPoints, step: number): SignalPoints['peers'] {
  const late = Math.round((own.start - peers.start) / (step * 1000));
  return Object.fromEntries(
    Object.entries(peers.medians).map(([signal, points]) => [signal, points.map((_, at) => points[at + late] ?? Number.NaN)]),
  );
}

const LATE = Symbol('late');

async function soon<T>(reading: Promise<T>, patienceMs: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, patienceMs, LATE);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
