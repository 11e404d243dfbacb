import { type Client, escapeIdentifier } from 'pg';
import { StoreError } from '../store.ts';
import { describeAddress } from './database-address.ts';
import { KeptConnection } from './kept-connection.ts';
import { postgresError } from './postgres-error.ts';

const BEAT_MS = 2_000;
/** PostgreSQL takes less than 8,000 bytes. */
const LONGEST_BYTES = 7_999;

interface NoticeEvents {
  /** Told of every notice on the channel, one's own too. */
  onNotice(payload: string): void;
  /** Told on every new connection: what was sent before it is not heard any more, so look for yourself. */
  onGap(): void;
  /** Told why the connection failed; without password. */
  onFailure(error: unknown): void;
}

/** Short texts among the replicas on a database, by LISTEN and NOTIFY. They are heard by who is connected, and by nobody later. */
export class Notices {
  readonly #channel: string;
  readonly #where: string;
  readonly #connection: KeptConnection;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(databaseUrl: string, channel: string, events: NoticeEvents, beatMs = BEAT_MS) {
    this.#channel = channel;
    this.#where = describeAddress(databaseUrl);
    const use = {
      up: async (client: Client) => {
        client.on('notification', (message) => {
          if (message.channel === channel) events.onNotice(message.payload ?? '');
        });
        await client.query(`listen ${escapeIdentifier(channel)}`);
        events.onGap();
      },
      beat: (client: Client) => this.#inTurn(() => client.query('select 1')),
      down: () => {},
      onFailure: events.onFailure,
    };
    this.#connection = new KeptConnection(databaseUrl, use, beatMs);
  }

  start(): void {
    this.#connection.start();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  /** @throws StoreError when there is no connection; RangeError when the text is longer than a notice may be */
  async send(payload: string): Promise<void> {
    if (Buffer.byteLength(payload) > LONGEST_BYTES) throw new RangeError(`a notice has at most ${LONGEST_BYTES} bytes`);
    const { client } = this.#connection;
    if (!client) throw new StoreError('unavailable', `There is no connection to ${this.#where} now: the notice was not sent.`);
    try {
      await this.#inTurn(() => client.query('select pg_notify($1, $2)', [this.#channel, payload]));
    } catch (error) {
      throw postgresError(error, this.#where);
    }
  }

  /** A connection takes one statement at a time. */
  async #inTurn(work: () => Promise<unknown>): Promise<void> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => {});
    await done;
  }
}
