import { readdirSync } from 'node:fs';
import { percentile } from './percentile.ts';
import type { BenchRow } from './result.ts';

/** What a process held at one moment. */
export interface Held {
  /** After a collection of garbage, MB. */
  heap: number;
  resident: number;
  /** Timers, sockets, requests and the like that keep the process busy. */
  handles: number;
  /** Open files and sockets. */
  descriptors: number;
}

/** Of a process of this machine. */
export const descriptorsOf = (pid: number | 'self'): number => readdirSync(`/proc/${pid}/fd`).length;

/**
 * Holds the second half of a run to its second quarter: what grows without end is larger by then, what comes and goes is not.
 * The first quarter is left out, in which rings, caches and compiled code fill up.
 * @param crowded handles and descriptors are those of viewers that come and go: only what is left in the end tells
 */
export function flatRows(samples: readonly Held[], of: string, crowded = false): BenchRow[] {
  const quarter = Math.floor(samples.length / 4);
  const early = samples.slice(quarter, 2 * quarter);
  const late = samples.slice(-2 * quarter);
  const middle = (part: readonly Held[], pick: (held: Held) => number) => percentile(part.map(pick), 0.5);
  const row = (figure: string, unit: string, pick: (held: Held) => number, room: (before: number) => number): BenchRow => {
    const before = middle(early, pick);
    const after = middle(late, pick);
    const most = before + room(before);
    const grew = after - before;
    return {
      figure: `${of}: ${figure}, ${before.toFixed(0)} early, ${after.toFixed(0)} later`,
      value: grew,
      unit,
      bound: `≤ ${(most - before).toFixed(0)} more`,
      ok: after <= most,
    };
  };
  const memory = [
    row(
      'heap after a collection',
      'MB',
      (held) => held.heap,
      (before) => Math.max(5, before * 0.05),
    ),
    row(
      'resident memory',
      'MB',
      (held) => held.resident,
      (before) => Math.max(30, before * 0.15),
    ),
  ];
  const few = () => 5;
  return crowded
    ? memory
    : [...memory, row('handles', '', (held) => held.handles, few), row('descriptors', '', (held) => held.descriptors, few)];
}
