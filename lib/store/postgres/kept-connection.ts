import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { describeAddress } from './database-address.ts';
import { postgresError } from './postgres-error.ts';

const ANSWERS_WITHIN_MS = 3_000;
const CLOSES_WITHIN_MS = 1_000;
/** The server ends a session whose process is out of reach after 6 s, so that what it holds is free; it would take two hours. */
const SERVER_NOTICES =
  'SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 6000';

/** What a connection is kept for. */
export interface ConnectionUse {
  /** Called on each new connection, before the first beat. */
  up(client: Client): Promise<void>;
  /** Called at every beat; what it throws ends the connection. */
  beat(client: Client): Promise<void>;
  /** Called once a connection that was up is no more, however it ended. */
  down(): void;
  /** Told why a connection failed or could not be made; without password. */
  onFailure(error: unknown): void;
}

/** One connection outside the pool, made anew whenever it breaks. It is asked at every beat, as a dead one may say nothing. */
export class KeptConnection {
  readonly #databaseUrl: string;
  readonly #use: ConnectionUse;
  readonly #beatMs: number;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #client: Client | null = null;

  constructor(databaseUrl: string, use: ConnectionUse, beatMs: number) {
    this.#databaseUrl = databaseUrl;
    this.#use = use;
    this.#beatMs = beatMs;
  }

  /** Null while there is none. */
  get client(): Client | null {
    return this.#client;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#session();
      } catch (error) {
        if (!this.#stop.signal.aborted) this.#use.onFailure(postgresError(error, describeAddress(this.#databaseUrl)));
      }
      await sleep(this.#beatMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  async #session(): Promise<never> {
    const client = new Client({
      connectionString: this.#databaseUrl,
      application_name: 'cellwatch',
      connectionTimeoutMillis: ANSWERS_WITHIN_MS,
      query_timeout: ANSWERS_WITHIN_MS,
      keepAlive: true,
    });
    const broken = new Promise<never>((_resolve, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('the connection ended')));
    });
    broken.catch(() => {});
    try {
      await client.connect();
      await client.query(SERVER_NOTICES);
      this.#client = client;
      await this.#use.up(client);
      for (;;) {
        await this.#use.beat(client);
        await Promise.race([sleep(this.#beatMs, undefined, { signal: this.#stop.signal }), broken]);
      }
    } finally {
      if (this.#client) this.#use.down();
      this.#client = null;
      await Promise.race([client.end().catch(() => {}), sleep(CLOSES_WITHIN_MS)]);
    }
  }
}
