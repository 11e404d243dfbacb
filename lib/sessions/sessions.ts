import type { Clock } from '#lib/clock.ts';
import { isWithdrawn, type SessionOver, type SessionRecord, sessionOver } from '#lib/domain/access/session-record.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { Log } from '#lib/log.ts';
import type { SessionDesk, SessionStanding } from '#lib/runtime-contract.ts';
import type { SessionStore } from '#lib/store/session-store.ts';
import type { ControlStore } from '#lib/store/store.ts';
import { revocationIntent, revocationResult } from './revocation-entries.ts';

/** What other replicas wrote is known after so long. */
const ASK_EVERY_MS = 1_000;
/** Whoever waits for the store waits no longer. */
const ANSWERS_WITHIN_MS = 2_000;
/** What was not heard of the store for so long may have changed. */
const CONFIRMED_FOR_MS = 5_000;
/** How often it is written that a session was seen. */
const WRITE_SEEN_MS = 60_000;
const SEEN_A_WRITE = 100;
/** Sessions are kept so long after they would have ended, for actions that they began. */
const KEEP_MS = 24 * 3_600_000;
const FORGET_EVERY_MS = 3_600_000;

export interface SessionParts {
  store: SessionStore & Pick<ControlStore, 'appendAudit'>;
  clock: Clock;
  log: Log;
  /** How long nothing may come of a session before it is over. */
  idleMs: number;
}

/**
 * Who is signed in. All sessions are known in memory and what changes is asked for every second, so no request waits for the
 * store but the first one of a session that began elsewhere a moment ago. While the store is down, what is known holds.
 */
export class Sessions implements SessionDesk {
  readonly #parts: SessionParts;
  readonly #known = new Map<string, SessionRecord>();
  /** Newer than what is written. */
  readonly #seen = new Map<string, number>();
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #timers: NodeJS.Timeout[] = [];
  /** Sign-outs that the store has not taken yet. */
  #unkept: { id: string; at: number }[] = [];
  #change = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;
  #silent = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Reads who is signed in, and goes on asking. @throws StoreError */
  async start(): Promise<void> {
    await this.#ask();
    const every = (ms: number, work: () => Promise<unknown>) => {
      const timer = setInterval(() => void work().catch((error) => this.#parts.log.warn('sessions were not kept', { error })), ms);
      timer.unref();
      this.#timers.push(timer);
    };
    every(ASK_EVERY_MS, () => this.#ask().catch(() => {}));
    every(WRITE_SEEN_MS, () => this.#writeSeen());
    every(FORGET_EVERY_MS, () => this.#forget());
    await this.#forget().catch((error) => this.#parts.log.warn('old sessions were not dropped', { error }));
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#within(this.#writeSeen()).catch((error) => this.#parts.log.warn('it was not kept when sessions were seen', { error }));
  }

  async begin(record: SessionRecord, replaces: string | null): Promise<void> {
    await this.#parts.store.beginSession(record, replaces);
    this.#learn(record);
    const replaced = replaces === null ? undefined : this.#known.get(replaces);
    if (replaced && !replaced.ended) this.#learn({ ...replaced, ended: { at: record.createdAt, why: 'replaced' } });
  }

  async use(id: string): Promise<SessionStanding> {
    for (let tries = 0; tries < 2 && !this.#known.has(id); tries++) {
      // What is being asked may have been asked before the session began.
      if (!(await this.#heard())) return { state: 'holds', confirmed: false };
    }
    const why = this.#overBy(id);
    if (why !== null) return { state: 'over', why };
    this.#seen.set(id, this.#parts.clock.now());
    return { state: 'holds', confirmed: performance.now() - this.#heardAt < CONFIRMED_FOR_MS };
  }

  async confirm(id: string): Promise<SessionOver | null> {
    await this.#within(this.#askAnew());
    return this.#overBy(id);
  }

  isWithdrawn(id: string): boolean {
    const record = this.#known.get(id);
    return record !== undefined && isWithdrawn(record);
  }

  find(id: string): SessionRecord | null {
    const record = this.#known.get(id);
    return record ? this.#withSeen(record) : null;
  }

  list(): SessionRecord[] {
    return this.known().filter(({ id }) => this.#overBy(id) === null);
  }

  known(): SessionRecord[] {
    return [...this.#known.values()].map((record) => this.#withSeen(record));
  }

  async signOut(id: string): Promise<void> {
    const at = this.#parts.clock.now();
    const record = this.#known.get(id);
    if (record && !record.ended) this.#learn({ ...record, ended: { at, why: 'signed-out' } });
    this.#unkept.push({ id, at });
    await this.#heard();
  }

  async endElsewhere(ids: readonly string[]): Promise<void> {
    await this.#parts.store.endSessions(ids, this.#parts.clock.now(), 'ended-elsewhere');
    await this.#askAnew();
  }

  async revoke(person: SessionRecord['person'], caller: Caller, reason: string): Promise<number> {
    const { store, clock, log } = this.#parts;
    const revocation = { person, caller, reason };
    const open = this.list().filter((record) => record.person.id === person.id);
    await store.appendAudit([
      revocationIntent(
        revocation,
        open.map(({ id }) => id),
        clock.now(),
      ),
    ]);
    let ended: number | null = null;
    try {
      ended = await store.revokeSessions(person.id, clock.now());
      return ended;
    } finally {
      await this.#askAnew().catch(() => {});
      const failed = (error: unknown) => log.error('it was not written how a sign-out ended', { person: person.id, ended, error });
      await store.appendAudit([revocationResult(revocation, ended, clock.now())]).catch(failed);
    }
  }

  watch(id: string, onOver: () => void): () => void {
    const mine = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, mine.add(onOver));
    return () => {
      mine.delete(onOver);
      if (mine.size === 0 && this.#watchers.get(id) === mine) this.#watchers.delete(id);
    };
  }

  /** What is being asked already may have been asked too early. */
  async #askAnew(): Promise<void> {
    await this.#asking?.catch(() => {});
    await this.#ask();
  }

  #overBy(id: string): SessionOver | null {
    const record = this.#known.get(id);
    return record ? sessionOver(this.#withSeen(record), this.#parts.clock.now(), this.#parts.idleMs) : 'unknown';
  }

  #withSeen(record: SessionRecord): SessionRecord {
    return { ...record, seenAt: Math.max(record.seenAt, this.#seen.get(record.id) ?? 0) };
  }

  #learn(record: SessionRecord): void {
    const unkept = this.#unkept.find(({ id }) => id === record.id);
    const known: SessionRecord = unkept && !record.ended ? { ...record, ended: { at: unkept.at, why: 'signed-out' } } : record;
    this.#known.set(record.id, known);
    if (known.ended) for (const onOver of [...(this.#watchers.get(record.id) ?? [])]) onOver();
  }

  /** Whether the store answered, within the time that somebody waits. */
  async #heard(): Promise<boolean> {
    // Whoever comes while it is silent does not wait for it to be so again.
    if (this.#silent && this.#asking) return false;
    return this.#within(this.#ask()).then(
      () => true,
      () => false,
    );
  }

  /** One question at a time, however long the store takes. @throws StoreError */
  #ask(): Promise<void> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #askOnce(): Promise<void> {
    const { store, log } = this.#parts;
    const asked = performance.now();
    try {
      for (let next = this.#unkept[0]; next; next = this.#unkept[0]) {
        await store.endSessions([next.id], next.at, 'signed-out');
        this.#unkept.shift();
      }
      const { change, sessions } = await store.sessionChanges(this.#change);
      this.#change = change;
      for (const record of sessions) this.#learn(record);
      this.#heardAt = asked;
      if (this.#silent) log.info('sessions are kept again');
      this.#silent = false;
    } catch (error) {
      if (!this.#silent) log.warn('the store does not tell who was signed out: what is known of sessions holds', { error });
      this.#silent = true;
      throw error;
    }
  }

  async #writeSeen(): Promise<void> {
    const newer = [...this.#seen].flatMap(([id, at]) => {
      const record = this.#known.get(id);
      return record && !record.ended && at > record.seenAt ? [{ id, at }] : [];
    });
    for (let i = 0; i < newer.length; i += SEEN_A_WRITE) await this.#parts.store.markSeen(newer.slice(i, i + SEEN_A_WRITE));
  }

  async #forget(): Promise<void> {
    const before = this.#parts.clock.now() - KEEP_MS;
    for (const [id, { expiresAt }] of this.#known) {
      if (expiresAt >= before) continue;
      this.#known.delete(id);
      this.#seen.delete(id);
    }
    await this.#parts.store.forgetSessions(before);
  }

  #within<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the store gave no answer within ${ANSWERS_WITHIN_MS / 1000} s`)), ANSWERS_WITHIN_MS);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}
