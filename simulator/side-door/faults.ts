import type { Clock } from '../world/types.ts';

export const FAULT_KINDS = ['throttle', 'deny', 'error', 'timeout', 'slow', 'malformed', 'drop-after-commit'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong, for which calls, until when. */
export interface Fault {
  id: string;
  /** As in the SDK client, any case; "*" for all. */
  service: string;
  operation: string;
  accountId: string | null;
  region: string | null;
  kind: FaultKind;
  /** Share of the calls it hits, 0–1. */
  rate: number;
  /** Epoch ms of the world's clock; null until it is taken away. */
  endsAt: number | null;
}

/** The call that a fault may hit. An account is meant when it calls, or when its role is being assumed. */
export interface FaultTarget {
  service: string;
  operation: string;
  accountIds: readonly string[];
  region: string;
}

/** Faults in force. */
export class Faults {
  readonly #clock: Clock;
  readonly #faults = new Map<string, Fault & { met: number }>();
  #serial = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(fault: Omit<Fault, 'id' | 'endsAt'> & { seconds: number | null }): Fault {
    const { seconds, ...rest } = fault;
    const id = `fault-${++this.#serial}`;
    const entry = { ...rest, id, endsAt: seconds === null ? null : this.#clock.now() + seconds * 1000, met: 0 };
    this.#faults.set(id, entry);
    return entry;
  }

  list(): Fault[] {
    this.#forgetEnded();
    return [...this.#faults.values()].map(({ met: _, ...fault }) => fault);
  }

  /** Ends one, or all without an id; answers how many. */
  end(id: string | null): number {
    if (id !== null) return this.#faults.delete(id) ? 1 : 0;
    const { size } = this.#faults;
    this.#faults.clear();
    return size;
  }

  /** The first fault that hits this call. A rate is kept evenly, without chance: 0.25 hits each fourth call. */
  hit(target: FaultTarget, kinds?: readonly FaultKind[]): FaultKind | null {
    if (this.#faults.size === 0) return null;
    this.#forgetEnded();
    for (const fault of this.#faults.values()) {
      if (kinds && !kinds.includes(fault.kind)) continue;
      if (!same(fault.service, target.service) || !same(fault.operation, target.operation)) continue;
      if (fault.accountId !== null && !target.accountIds.includes(fault.accountId)) continue;
      if (fault.region !== null && fault.region !== target.region) continue;
      fault.met++;
      if (Math.floor(fault.met * fault.rate) > Math.floor((fault.met - 1) * fault.rate)) return fault.kind;
    }
    return null;
  }

  #forgetEnded(): void {
    const now = this.#clock.now();
    for (const fault of this.#faults.values()) if (fault.endsAt !== null && fault.endsAt <= now) this.#faults.delete(fault.id);
  }
}

function same(pattern: string, name: string): boolean {
  return pattern === '*' || pattern.toLowerCase() === name.toLowerCase();
}
