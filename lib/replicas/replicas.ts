import type { Clock } from '#lib/clock.ts';
import type { Collector } from '#lib/collector/collector.ts';
import type { FleetBroadcast } from '#lib/collector/fleet-broadcast.ts';
import { PictureReader } from '#lib/collector/handover/read-picture.ts';
import { PictureWriter } from '#lib/collector/handover/write-picture.ts';
import type { Log } from '#lib/log.ts';
import { Leadership } from '#lib/store/postgres/leadership.ts';
import { Notices } from '#lib/store/postgres/notices.ts';
import { Presence } from '#lib/store/postgres/presence.ts';
import type { Store } from '#lib/store/store.ts';
import { markStale } from './mark-stale.ts';
import { type Notice, readNotice } from './notice.ts';

const CHANNEL = 'cellwatch';
/** Versions of one election, one after the other; the next election begins after them. */
const VERSIONS_A_TERM = 2 ** 32;
/** The elected one publishes every 15 s at the latest: after this its silence is told. */
const SILENT_MS = 40_000;
const LOOK_EVERY_MS = 5_000;
/** That somebody looks at a page here is told to the elected one so often. */
const NOTICED_EVERY_MS = 15_000;

interface ReplicasOptions {
  databaseUrl: string;
  boot: string;
  store: Store;
  clock: Clock;
  log: Log;
  collector: Collector;
  broadcast: FleetBroadcast;
  /** What people may ask for at any replica and the elected one does, by name. */
  asked?: Readonly<Record<string, () => void>>;
  /** Told of an action here whose rest is not to be sent. */
  onCancel?: (action: string, reason: string) => void;
}

/**
 * One of several replicas on a database. The elected one reads AWS and hands its picture over; the others show that picture, and
 * take over from where it was when they are elected.
 */
export class Replicas {
  readonly #options: ReplicasOptions;
  readonly #leadership: Leadership;
  readonly #notices: Notices;
  readonly #presence: Presence;
  readonly #writer: PictureWriter;
  readonly #reader: PictureReader;
  /** The newest version that was read or written here. */
  #version = 0;
  #leads = false;
  #stopped = false;
  #turn: Promise<unknown> = Promise.resolve();
  #handing = false;
  #catching = false;
  #heardAt = performance.now();
  /** Why the picture is not kept fresh; null while it is. */
  #problem: string | null = null;
  /** Why the database can't be reached; null while it can. */
  #cut: string | null = null;
  #noticedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ReplicasOptions) {
    this.#options = options;
    const { databaseUrl, log } = options;
    this.#writer = new PictureWriter(options);
    this.#reader = new PictureReader(options);
    this.#leadership = new Leadership(databaseUrl, {
      onGained: () => void this.#inTurn(() => this.#lead()),
      onLost: () => this.#stepDown(),
      onFailure: (error) => log.warn('the election is not taken part in: the database is gone', { error }),
    });
    this.#presence = new Presence(databaseUrl, options.boot, (error) =>
      log.warn('other replicas are not seen: the database is gone', { error }),
    );
    this.#notices = new Notices(databaseUrl, CHANNEL, {
      onNotice: (payload) => this.#heard(payload),
      onGap: () => {
        this.#cut = null;
        this.#catchUp();
      },
      onFailure: (error) => {
        this.#cut ??= messageOf(error);
        log.warn('other replicas are not heard: the database is gone', { error });
      },
    });
  }

  /** True while this is the one that reads AWS. */
  get leads(): boolean {
    return this.#leads;
  }

  /** Shows what others know, and stands for election. Ends once the kept picture was looked for. */
  async start(): Promise<void> {
    this.#options.collector.pause();
    await this.#inTurn(() => this.#readPieces());
    this.#presence.start();
    this.#notices.start();
    this.#leadership.start();
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Steps down, so that another takes over at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#leadership.stop();
    await this.#turn;
    await Promise.all([this.#notices.stop(), this.#presence.stop()]);
  }

  /** Tells all replicas, this one too. What can't be told is not heard: who needs it looks for it. */
  tell(notice: Notice): void {
    this.#notices.send(JSON.stringify({ from: this.#options.boot, ...notice })).catch(() => {});
  }

  /** Has the elected replica do what somebody asked for here. */
  ask(what: string): void {
    if (this.#leads) this.#options.asked?.[what]?.();
    else this.tell({ kind: 'ask', what });
  }

  /** True of a replica that has ended; false while that is not known. */
  isGone(boot: string): boolean {
    return this.#presence.isGone(boot);
  }

  /** Somebody opened a page here. */
  noticed(): void {
    if (this.#leads || performance.now() - this.#noticedAt < NOTICED_EVERY_MS) return;
    this.#noticedAt = performance.now();
    this.tell({ kind: 'noticed' });
  }

  /** Hands over what changed; changes that come meanwhile go with the next. */
  handOver(): void {
    if (!this.#leads || this.#handing) return;
    this.#handing = true;
    void this.#inTurn(async () => {
      this.#handing = false;
      await this.#writePieces();
    });
  }

  async #lead(): Promise<void> {
    if (this.#stopped || !this.#leadership.isLeader) return;
    // What the one before handed over last may not have been heard yet.
    await this.#readPieces().catch((error) => this.#options.log.warn('the picture of the one before was not read', { error }));
    if (!this.#leadership.isLeader) return;
    this.#beginTerm(this.#version);
    this.#leads = true;
    this.#problem = null;
    this.#options.collector.start();
    this.#options.log.info('elected: this replica reads AWS');
  }

  #beginTerm(after: number): void {
    this.#version = (Math.floor(after / VERSIONS_A_TERM) + 1) * VERSIONS_A_TERM;
    this.#writer.reset();
  }

  #stepDown(): void {
    if (!this.#leads) return;
    this.#leads = false;
    this.#options.collector.pause();
    this.#heardAt = performance.now();
    if (!this.#stopped) this.#options.log.warn('no longer elected: this replica reads nothing from AWS until it is');
    void this.#look();
  }

  async #writePieces(): Promise<void> {
    if (!this.#leads) return;
    const { store } = this.#options;
    const first = this.#version % VERSIONS_A_TERM === 0;
    const { pieces, kept } = await this.#writer.changed();
    if (pieces.length === 0 || !this.#leads) return;
    const version = this.#version + 1;
    if (!(await store.handOver(version, pieces))) {
      const newer = await store.handedOver(this.#version);
      this.#beginTerm(newer.at(-1)?.version ?? this.#version);
      this.handOver();
      return;
    }
    kept();
    this.#version = version;
    this.tell({ kind: 'picture', version });
    if (first) await store.dropPieces(version);
  }

  async #readPieces(): Promise<void> {
    if (this.#leads) return;
    const pieces = await this.#options.store.handedOver(this.#version);
    const newest = pieces.at(-1)?.version;
    if (newest === undefined) return;
    this.#version = newest;
    const known = await this.#reader.adopt(pieces);
    this.#heardAt = performance.now();
    this.#problem = known ? null : this.#problem;
  }

  #catchUp(): void {
    if (this.#catching || this.#stopped) return;
    this.#catching = true;
    void this.#inTurn(() => {
      this.#catching = false;
      return this.#readPieces();
    });
  }

  #heard(payload: string): void {
    const notice = readNotice(payload);
    if (!notice || notice.from === this.#options.boot) return;
    const { collector, broadcast, onCancel } = this.#options;
    switch (notice.kind) {
      case 'picture':
        if (notice.version > this.#version) this.#catchUp();
        return;
      case 'noticed':
        if (this.#leads) collector.noticed();
        return;
      case 'look':
        // What can't be read is marked by the pipeline's own reads.
        if (this.#leads) void collector.pipelines.refreshNow(notice.component).catch(() => {});
        return;
      case 'action':
      case 'approval':
        broadcast.announce(notice.kind, notice.data);
        return;
      case 'cancel':
        onCancel?.(notice.action, notice.reason);
        return;
      case 'ask':
        if (this.#leads) this.#options.asked?.[notice.what]?.();
        return;
      default:
        notice satisfies never;
    }
  }

  /** Marks what is shown once nobody keeps it fresh; and what became of a notice that was not heard. */
  async #look(): Promise<void> {
    if (this.#leads || this.#stopped) return;
    if (this.#options.broadcast.viewers > 0) this.noticed();
    if (!this.#cut) this.#catchUp();
    const silent = performance.now() - this.#heardAt > SILENT_MS;
    const problem =
      this.#cut !== null
        ? `This replica is cut off from the others: ${this.#cut}`
        : silent
          ? 'The replica that reads AWS has handed nothing over for a while; another takes over when it is gone.'
          : null;
    if (problem === null || problem === this.#problem) return;
    this.#problem = problem;
    await this.#inTurn(async () => {
      const { broadcast, clock } = this.#options;
      const current = broadcast.current();
      if (this.#leads || !current) return;
      await broadcast.publish(markStale(current.view, broadcast.nextVersion(), problem, clock.now()));
    });
  }

  /** What reads and what writes pieces takes turns. Never rejects. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work).catch((error) => this.#options.log.warn('the picture was not handed over', { error }));
    this.#turn = done;
    return done;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
