import type { Cell, Registry } from '#lib/domain/registry/registry.ts';

/** With fewer there is no line of peers: it would be one cell's own figures under a name that promises more. */
export const PEERS_AT_LEAST = 2;

/** In-service cells of the same wave, itself left out, evenly thinned out where there are more than `most`. */
export function peersOf(registry: Registry, cell: Pick<Cell, 'name' | 'wave'>, most: number): Cell[] {
  return thinnedOut(
    registry.cells.filter((one) => one.wave === cell.wave && one.state === 'in-service' && one.name !== cell.name),
    most,
  );
}

/** At most so many of them, evenly spread over the list. */
export function thinnedOut<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(all.length, most) }, (_, index) => all[Math.floor(index * step)] as T);
}

/** Median of the known values; NaN with fewer than two. */
export function peerMedian(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (known.length < PEERS_AT_LEAST) return Number.NaN;
  const middle = known.length >> 1;
  return known.length % 2 === 1 ? (known[middle] as number) : ((known[middle - 1] as number) + (known[middle] as number)) / 2;
}
