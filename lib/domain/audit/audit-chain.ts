import { canonicalJson, toJson } from '../document/canonical-json.ts';
import type { AuditEntry, ChainedEntry } from './audit-entry.ts';

/** The hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** Count and last hash of the chain, kept apart from it so that a missing end is noticed. */
export interface ChainHead {
  count: number;
  hash: string;
}

/** The text over which an entry's hash is taken. */
export function chainedText(entry: AuditEntry, seq: number, previous: string): string {
  return canonicalJson(toJson({ ...entry, seq, previous }));
}

/** An entry as it is kept: the text, and the hash that was taken over it. */
export interface KeptEntry {
  seq: number;
  text: string;
  hash: string;
  /** False when what it is found by (person, cell, time, …) is not what its text tells. */
  filedRight: boolean;
}

/** @returns the entry, or null for a text that is none */
export function readKept({ text, hash }: Pick<KeptEntry, 'text' | 'hash'>): ChainedEntry | null {
  try {
    const parsed = JSON.parse(text) as Omit<ChainedEntry, 'hash'>;
    return typeof parsed === 'object' && parsed !== null && typeof parsed.seq === 'number' ? { ...parsed, hash } : null;
  } catch {
    return null;
  }
}

/** The first place where a chain is not what was written. */
export interface ChainFault {
  seq: number;
  what: 'altered' | 'missing';
  text: string;
}

/** Follows a chain entry by entry. `hash` is SHA-256 in hexadecimal. */
export class ChainCheck {
  readonly #hash: (text: string) => string;
  #head: ChainHead = { count: 0, hash: CHAIN_START };

  constructor(hash: (text: string) => string) {
    this.#hash = hash;
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Takes the next entry; null when it is as it was written. */
  next(kept: KeptEntry): ChainFault | null {
    const expected = this.#head.count + 1;
    if (kept.seq > expected) return missing(expected, `entry ${expected} is missing: after ${this.#head.count} comes ${kept.seq}`);
    const entry = readKept(kept);
    if (kept.seq !== expected || entry?.seq !== expected) return altered(kept.seq, `entry ${kept.seq} says that it is another`);
    if (this.#hash(kept.text) !== kept.hash) return altered(expected, `entry ${expected} is not what its hash was taken over`);
    if (entry.previous !== this.#head.hash) {
      return altered(expected, `entry ${expected} was not written after the entry ${expected - 1} that stands before it`);
    }
    if (!kept.filedRight) return altered(expected, `entry ${expected} is filed under something else than it tells`);
    this.#head = { count: expected, hash: kept.hash };
    return null;
  }

  /** Compares the end with a head that was kept elsewhere. */
  end(head: ChainHead | null): ChainFault | null {
    const { count, hash } = this.#head;
    if (head === null) return count === 0 ? null : altered(count, 'the record of how long the chain is has gone');
    if (head.count > count) return missing(count + 1, `entry ${count + 1} is missing: the chain ends at ${count} of ${head.count}`);
    if (head.count < count) return altered(head.count + 1, `entry ${head.count + 1} was added past the chain's recorded end`);
    return head.hash === hash ? null : altered(count, `entry ${count} is not the one that was written last`);
  }
}

const missing = (seq: number, text: string): ChainFault => ({ seq, what: 'missing', text });
const altered = (seq: number, text: string): ChainFault => ({ seq, what: 'altered', text });
