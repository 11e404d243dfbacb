import type { Clock } from '../world/types.ts';

/** Met once it is known who calls. */
export const FAULTS_OF_CALLS = [
  'throttle',
  'deny',
  'expired',
  'error',
  'timeout',
  'slow',
  'malformed',
  'drop-after-commit',
  'reset',
  'reset-in-body',
] as const;
export type CallFault = (typeof FAULTS_OF_CALLS)[number];

/** A clock that differs is met before, when the signature is checked. */
export const FAULT_KINDS = [...FAULTS_OF_CALLS, 'skew'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** By so much AWS's clock is ahead where a fault skews it. */
export const SKEW_MS = 3_600_000;

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
  hit<K extends FaultKind>(target: FaultTarget, kinds: readonly K[]): K | null {
    if (this.#faults.size === 0) return null;
    this.#forgetEnded();
    for (const fault of this.#faults.values()) {
      const kind = kinds.find((one) => one === fault.kind);
      if (kind === undefined) continue;
      if (!same(fault.service, target.service) || !same(fault.operation, target.operation)) continue;
      if (fault.accountId !== null && !target.accountIds.includes(fault.accountId)) continue;
      if (fault.region !== null && fault.region !== target.region) continue;
      fault.met++;
      if (Math.floor(fault.met * fault.rate) > Math.floor((fault.met - 1) * fault.rate)) return kind;
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
