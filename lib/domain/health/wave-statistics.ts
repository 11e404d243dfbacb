import { latencyAt } from './latency.ts';
import { medianWithout } from './median-without.ts';
import { errorsAt, type Reading, requestsAt } from './reading.ts';

export type Compared = 'errors' | 'latency' | 'saturation';

/** From this many values on, leaving the judged cell out moves neither median nor MAD enough to matter. */
const MANY = 50;

/** One signal of one wave in one minute. */
interface Slice {
  sorted: Float64Array;
  /** MAD of all values, computed when first asked for. */
  mad: number | null;
}

/** What cells of one wave showed in each minute: gathered once per signal and minute, when first asked for. */
export class WaveStatistics {
  readonly #members: readonly Reading[];
  /** By minute. */
  readonly #slices: Readonly<Record<Compared, Map<number, Slice>>> = { errors: new Map(), latency: new Map(), saturation: new Map() };

  constructor(members: readonly Reading[]) {
    this.#members = members;
  }

  /** Number and median of the peers of a cell that is itself a member and shows `own` (null: it is not a member). */
  of(signal: Compared, minute: number, own: number | null): { peers: number; median: number } | null {
    const { sorted } = this.#slice(signal, minute);
    const median = medianWithout(sorted, own);
    return median === null ? null : { peers: sorted.length - (own === null ? 0 : 1), median };
  }

  /** MAD of the same peers, whose median is known. */
  mad(signal: Compared, minute: number, own: number | null, median: number): number {
    const slice = this.#slice(signal, minute);
    if (slice.sorted.length <= MANY) return deviation(slice.sorted, median, own);
    slice.mad ??= deviation(slice.sorted, medianWithout(slice.sorted, null) ?? median, null);
    return slice.mad;
  }

  #slice(signal: Compared, minute: number): Slice {
    const slices = this.#slices[signal];
    let slice = slices.get(minute);
    if (!slice) {
      const values = new Float64Array(this.#members.length);
      let known = 0;
      for (const member of this.#members) {
        const value = comparedAt(member, signal, minute);
        if (!Number.isNaN(value)) values[known++] = value;
      }
      slice = { sorted: values.subarray(0, known).sort(), mad: null };
      slices.set(minute, slice);
    }
    return slice;
  }
}

/** The value compared: error ratio, latency in ms, saturation in percent; NaN where it says nothing. */
export function comparedAt(reading: Reading, signal: Compared, minute: number): number {
  if (signal === 'latency') return latencyAt(reading, minute);
  if (signal === 'saturation') return reading.saturation?.at(minute) ?? Number.NaN;
  const requests = requestsAt(reading, minute);
  return requests > 0 ? errorsAt(reading, minute) / requests : Number.NaN;
}

function deviation(sorted: Float64Array, median: number, own: number | null): number {
  const away = sorted.map((value) => Math.abs(value - median)).sort();
  return medianWithout(away, own === null ? null : Math.abs(own - median)) ?? 0;
}
