/** Milliseconds in a minute: the grid that all health rules judge on. */
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/**
 * Points on a fixed grid, newest last, in a ring of fixed size. An index is `floor(epoch ms / step)`.
 * NaN is "no point": a gap, never zero.
 */
export class Series {
  readonly step: number;
  /** Index of the newest point ever set; -1 while empty. */
  newest = -1;
  readonly #ring: Float64Array;

  /** @param step milliseconds between points; @param capacity number of points kept. */
  constructor(step: number, capacity: number) {
    this.step = step;
    this.#ring = new Float64Array(capacity).fill(Number.NaN);
  }

  get capacity(): number {
    return this.#ring.length;
  }

  /** The value at an index; NaN outside of what is kept. */
  at(index: number): number {
    if (index < 0 || index > this.newest || index <= this.newest - this.#ring.length) return Number.NaN;
    return this.#ring[index % this.#ring.length] as number;
  }

  /** Fills `into` with the values from index `from` on; NaN where there is no point. For rules that read long windows. */
  copy(from: number, into: Float64Array): void {
    const size = this.#ring.length;
    const oldest = Math.max(0, this.newest - size + 1);
    const start = Math.min(into.length, Math.max(0, oldest - from));
    const end = Math.max(start, Math.min(into.length, this.newest - from + 1));
    into.fill(Number.NaN, 0, start);
    let slot = (from + start) % size;
    for (let i = start; i < end; i++) {
      into[i] = this.#ring[slot] as number;
      slot = slot + 1 === size ? 0 : slot + 1;
    }
    into.fill(Number.NaN, end);
  }

  /** Sets or overwrites one point; a newer index drops the oldest ones. Older than the ring: ignored. */
  set(index: number, value: number): void {
    const size = this.#ring.length;
    if (index > this.newest) {
      const from = this.newest < 0 ? index : Math.max(this.newest + 1, index - size + 1);
      for (let i = from; i < index; i++) this.#ring[i % size] = Number.NaN;
      if (this.newest < 0) this.#ring.fill(Number.NaN);
      this.newest = index;
    } else if (index <= this.newest - size) {
      return;
    }
    this.#ring[index % size] = value;
  }

  /** Values from index `from` to `to`, both included; NaN where there is no point. */
  slice(from: number, to: number): number[] {
    const values: number[] = [];
    for (let i = from; i <= to; i++) values.push(this.at(i));
    return values;
  }
}
