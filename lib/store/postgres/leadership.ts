import type { Client } from 'pg';
import { KeptConnection } from './kept-connection.ts';

/** Any number, the same for all replicas, in the database's own space of two-part keys: "cell" in ASCII, and the first of its kind. */
const LOCK = [0x63656c6c, 1] as const;
const BEAT_MS = 2_000;

interface LeadershipEvents {
  onGained(): void;
  onLost(): void;
  /** Told why the connection failed; without password. */
  onFailure(error: unknown): void;
}

/**
 * Elects one of the replicas on a database, by an advisory lock that lives as long as the session that has it. Who is cut off
 * hears of it within 5 s; the server gives the lock to another after 6 s at the earliest, unless the connection ended.
 * A process that was suspended as a whole may for one beat not know that it is no longer the one.
 */
export class Leadership {
  readonly #events: LeadershipEvents;
  readonly #connection: KeptConnection;
  #isLeader = false;

  constructor(databaseUrl: string, events: LeadershipEvents, beatMs = BEAT_MS) {
    this.#events = events;
    const use = {
      up: async () => {},
      beat: (client: Client) => this.#beat(client),
      down: () => this.#lose(),
      onFailure: events.onFailure,
    };
    this.#connection = new KeptConnection(databaseUrl, use, beatMs);
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** Stands for election, for as long as it is not stopped. */
  start(): void {
    this.#connection.start();
  }

  /** Steps down, so that another may take over at its next beat. */
  stop(): Promise<void> {
    return this.#connection.stop();
  }

  async #beat(client: Client): Promise<void> {
    if (this.#isLeader) {
      await client.query('select 1');
      return;
    }
    const { rows } = await client.query<{ won: boolean }>('select pg_try_advisory_lock($1, $2) as won', [...LOCK]);
    if (!rows[0]?.won) return;
    this.#isLeader = true;
    this.#events.onGained();
  }

  #lose(): void {
    if (!this.#isLeader) return;
    this.#isLeader = false;
    this.#events.onLost();
  }
}
