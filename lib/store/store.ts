import type { Health } from '#lib/domain/health/verdict.ts';

/** One change of a cell's health. */
export interface HealthChange {
  cell: string;
  /** Epoch ms. */
  at: number;
  /** Null for the first verdict ever. */
  from: Health | null;
  to: Health;
  /** The worst evidence's text at that time. */
  reason: string;
}

/** What must outlive a restart. Implemented once in Kysely; the contract suite runs on every engine. */
export interface Store {
  /** Appends changes; recording one twice (same cell, time and health) keeps one. */
  recordChanges(changes: readonly HealthChange[]): Promise<void>;
  /** Changes of one cell at or after `since` (epoch ms), newest first. */
  changesOf(cell: string, since: number, limit: number): Promise<HealthChange[]>;
  /** Drops changes before `before` (epoch ms); answers how many. */
  forgetChanges(before: number): Promise<number>;
  /** Keeps the last picture under a key, replacing the one before. `body` is opaque bytes. */
  saveSnapshot(key: string, at: number, body: Uint8Array): Promise<void>;
  lastSnapshot(key: string): Promise<{ at: number; body: Uint8Array } | null>;
  close(): Promise<void>;
}

/** Why the store can't be used: `locked` (another process has it), `corrupt`, `newer-schema`, `disk-full`, `unavailable`. */
export class StoreError extends Error {
  readonly code: 'locked' | 'corrupt' | 'newer-schema' | 'disk-full' | 'unavailable';
  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
