import type { ReadState } from './facts.ts';

/**
 * A read that is repeated less often from now on: its last one must not be called stale for it. One that is repeated more often
 * keeps its interval until it is read again.
 */
export function raiseInterval(read: ReadState, intervalMs: number): ReadState {
  return read.intervalMs >= intervalMs ? read : { ...read, intervalMs };
}
