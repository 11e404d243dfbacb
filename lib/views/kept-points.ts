import type { CellFacts } from '#lib/domain/facts.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import { MINUTE } from '#lib/domain/series.ts';
import type { SignalPoints } from './build-cell-view.ts';
import { signalValue } from './signal-value.ts';

/** A median over more peers than this would not differ visibly. */
const PEERS_AT_MOST = 150;
const PEERS_AT_LEAST = 2;

/** The last minutes of a cell and the median of its wave's in-service peers, from what is kept. */
export function keptPoints(
  registry: Registry,
  cells: ReadonlyMap<string, CellFacts>,
  cell: Cell,
  now: number,
  minutes: number,
): SignalPoints {
  const end = Math.floor(now / MINUTE);
  const errors = registry.metrics.signals.errors;
  const peers = peersOf(registry, cell).flatMap((peer) => cells.get(peer.name) ?? []);
  const own = cells.get(cell.name);
  const points: Partial<Record<Signal, number[]>> = {};
  const medians: Partial<Record<Signal, number[]>> = {};
  for (const signal of SIGNALS) {
    const mine: number[] = [];
    const theirs: number[] = [];
    for (let minute = end - minutes; minute < end; minute++) {
      mine.push(own ? signalValue(own, signal, minute, errors) : Number.NaN);
      theirs.push(median(peers.map((facts) => signalValue(facts, signal, minute, errors))));
    }
    points[signal] = mine;
    medians[signal] = theirs;
  }
  return { start: (end - minutes) * MINUTE, points, peers: medians, problem: null };
}

/** In-service cells of the same wave, evenly thinned out where there are very many. */
function peersOf(registry: Registry, cell: Cell): Cell[] {
  const peers = registry.cells.filter((one) => one.wave === cell.wave && one.state === 'in-service' && one.name !== cell.name);
  const step = Math.max(1, peers.length / PEERS_AT_MOST);
  return Array.from({ length: Math.min(peers.length, PEERS_AT_MOST) }, (_, index) => peers[Math.floor(index * step)] as Cell);
}

function median(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (known.length < PEERS_AT_LEAST) return Number.NaN;
  const middle = known.length >> 1;
  return known.length % 2 === 1 ? (known[middle] as number) : ((known[middle - 1] as number) + (known[middle] as number)) / 2;
}
