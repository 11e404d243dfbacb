import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { KeptConnection } from './kept-connection.ts';

/** In the database's own space of two-part keys: "cell" in ASCII plus one, and the replica. */
const SPACE = 0x63656c6d;
const BEAT_MS = 2_000;
/** Who was not there for so long is gone: after the database was gone, all come back within a beat or two. */
const GONE_AFTER_MS = 6_000;

/**
 * Which replicas on a database live: each holds an advisory lock of its own, for as long as its session lives. No clock is
 * compared: what counts is how long this replica has not seen another.
 */
export class Presence {
  readonly #key: number;
  readonly #connection: KeptConnection;
  readonly #goneAfterMs: number;
  /** Milliseconds (monotonic) at which each was seen last. */
  readonly #seen = new Map<number, number>();
  /** Since when others are looked for without a break; null while they can't be. */
  #since: number | null = null;
  #lookedAt = 0;

  constructor(databaseUrl: string, name: string, onFailure: (error: unknown) => void, beatMs = BEAT_MS, goneAfterMs = GONE_AFTER_MS) {
    this.#key = keyOf(name);
    this.#goneAfterMs = goneAfterMs;
    const use = {
      up: async (client: Client) => {
        await client.query('select pg_advisory_lock_shared($1, $2)', [SPACE, this.#key]);
      },
      beat: (client: Client) => this.#beat(client),
      down: () => {
        this.#since = null;
      },
      onFailure,
    };
    this.#connection = new KeptConnection(databaseUrl, use, beatMs);
  }

  start(): void {
    this.#connection.start();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  /** True of a replica that was not there for several beats; false while that is not known. */
  isGone(name: string): boolean {
    const key = keyOf(name);
    if (key === this.#key || this.#since === null) return false;
    return this.#lookedAt - Math.max(this.#seen.get(key) ?? 0, this.#since) >= this.#goneAfterMs;
  }

  async #beat(client: Client): Promise<void> {
    const { rows } = await client.query<{ key: string }>(
      `select objid::text as key from pg_locks
       where locktype = 'advisory' and granted and classid = $1::bigint::oid
         and database = (select oid from pg_database where datname = current_database())`,
      [SPACE],
    );
    const now = performance.now();
    this.#since ??= now;
    this.#lookedAt = now;
    for (const { key } of rows) this.#seen.set(Number(key), now);
  }
}

/** A positive 32-bit number. */
function keyOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) >>> 1;
}
