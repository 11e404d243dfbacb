import type { CellFacts } from '#lib/domain/facts.ts';
import type { Cell, Registry, Signal } from '#lib/domain/registry/registry.ts';
import { SIGNALS } from '#lib/domain/registry/registry.ts';
import { HOUR, MINUTE } from '#lib/domain/series.ts';
import type { SignalPoints } from './build-cell-view.ts';
import { peerMedian, peersOf } from './peers.ts';
import { errorRatio, signalValue } from './signal-value.ts';

/** A median over more peers than this would not differ visibly. */
const PEERS_AT_MOST = 150;

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
  const peers = factsOfPeers(registry, cells, cell);
  const own = cells.get(cell.name);
  const points: Partial<Record<Signal, number[]>> = {};
  const medians: Partial<Record<Signal, number[]>> = {};
  for (const signal of SIGNALS) {
    const mine: number[] = [];
    const theirs: number[] = [];
    for (let minute = end - minutes; minute < end; minute++) {
      mine.push(own ? signalValue(own, signal, minute, errors) : Number.NaN);
      theirs.push(peerMedian(peers.map((facts) => signalValue(facts, signal, minute, errors))));
    }
    points[signal] = mine;
    medians[signal] = theirs;
  }
  return { start: (end - minutes) * MINUTE, points, peers: medians, problem: null, problems: {} };
}

/** The peers' median of requests and errors on a grid of hours, from the sums that are kept for the rules: no call is made. */
export function keptHours(
  registry: Registry,
  cells: ReadonlyMap<string, CellFacts>,
  cell: Cell,
  /** Epoch ms, on the hour. */
  start: number,
  hours: number,
): Record<'requests' | 'errors', number[]> {
  const peers = factsOfPeers(registry, cells, cell);
  const medians = (value: (facts: CellFacts, hour: number) => number) =>
    Array.from({ length: hours }, (_, index) => peerMedian(peers.map((facts) => value(facts, start / HOUR + index))));
  const sum = (facts: CellFacts, signal: 'requests' | 'errors', hour: number) => facts.hours[signal]?.at(hour) ?? Number.NaN;
  return {
    requests: medians((facts, hour) => sum(facts, 'requests', hour) / 3600),
    errors: medians((facts, hour) => errorRatio(sum(facts, 'errors', hour), sum(facts, 'requests', hour), registry.metrics.signals.errors)),
  };
}

function factsOfPeers(registry: Registry, cells: ReadonlyMap<string, CellFacts>, cell: Cell): CellFacts[] {
  return peersOf(registry, cell, PEERS_AT_MOST).flatMap((peer) => cells.get(peer.name) ?? []);
}
