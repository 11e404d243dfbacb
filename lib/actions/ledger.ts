import type { BrokenGlass } from '#lib/domain/access/broken-glass.ts';
import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { PauseNote } from '#lib/domain/control/action.ts';
import type { ApprovalRequest } from '#lib/domain/control/approval.ts';
import type { Log } from '#lib/log.ts';
import type { Journal, JournalLine } from '#lib/store/journal.ts';
import type { ControlStore, Recorded, StoredAction, StoredApproval } from '#lib/store/store.ts';

/** A store that does not answer counts as down, and is not asked again for a moment. */
const ANSWERS_WITHIN_MS = 3_000;
const DOWN_FOR_MS = 5_000;
const MERGE_EVERY_MS = 5_000;

/**
 * Writes what actions do: into the store, or into the local journal while the store is down, which is merged when it is back.
 * Writers take turns, so that what is newer never comes to stand before what is older.
 */
export class Ledger {
  readonly #store: ControlStore | null;
  readonly #journal: Journal;
  readonly #log: Log;
  /** What neither store nor journal could keep. */
  #unkept: JournalLine[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #downUntil = 0;
  /** What the store answered last when it was down. */
  #downBecause: unknown = null;
  #mergeTimer: NodeJS.Timeout | null = null;
  /** One merge at a time, also when one takes longer than anybody waits. */
  #merging: Promise<void> | null = null;

  constructor(store: ControlStore | null, journal: Journal, log: Log) {
    this.#store = store;
    this.#journal = journal;
    this.#log = log;
  }

  /** Merges what an earlier run left in the journal, and goes on trying. */
  async start(): Promise<void> {
    const { damaged } = this.#journal;
    if (damaged) this.#log.error('lines of the journal could not be read: a copy of it is kept, the others are merged', { copy: damaged });
    this.#mergeTimer = setInterval(() => void this.#inTurn(() => this.#mergeIfAny()).catch(() => {}), MERGE_EVERY_MS);
    this.#mergeTimer.unref();
    await this.#inTurn(() => this.#mergeIfAny());
  }

  async stop(): Promise<void> {
    if (this.#mergeTimer) clearInterval(this.#mergeTimer);
    await this.#inTurn(() => this.#mergeIfAny());
  }

  /**
   * Records an intent. Nothing may be sent before this has answered `recorded` or `journaled`.
   * @param mayJournal true for what must not depend on the store
   * @param approved the request that it was approved by, as it ends
   * @throws StoreError when the store is down and it may not be journaled
   */
  recordIntent(
    stored: StoredAction,
    entries: readonly AuditEntry[],
    locks: readonly string[],
    mayJournal: boolean,
    approved?: ApprovalRequest,
  ): Promise<Recorded | { kind: 'journaled' }> {
    return this.#inTurn(async () => {
      try {
        return await this.#ask((store) => store.recordIntent(stored, entries, locks, approved));
      } catch (error) {
        if (!mayJournal) throw error;
        this.#keep({ stored: { ...stored, action: { ...stored.action, journaled: true } }, entries, pauses: [] }, error);
        return { kind: 'journaled' };
      }
    });
  }

  /** Records how far an action is. It must not be changed after. Never throws: what was done has been done. */
  recordProgress(stored: StoredAction, entries: readonly AuditEntry[], plan = false, pauses: readonly PauseNote[] = []): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#ask(async (store) => {
          await store.recordProgress(stored, entries, plan);
          for (const note of pauses) await store.savePause(note);
        });
      } catch (error) {
        this.#keep({ stored, entries, pauses }, error);
      }
    });
  }

  /** Records entries that belong to no action under way. Never throws. */
  appendAudit(entries: readonly AuditEntry[]): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#ask((store) => store.appendAudit(entries));
      } catch (error) {
        this.#keep({ stored: null, entries, pauses: [] }, error);
      }
    });
  }

  /** Forgets the notes of doors that are open. Never throws: a note that stays is only told too long. */
  async dropPauses(doors: readonly { component: string; stage: string }[]): Promise<void> {
    await this.#inTurn(() => this.#ask((store) => store.dropPauses(doors))).catch((error) =>
      this.#log.warn('notes of pauses were not dropped', { error }),
    );
  }

  /** Records a request for approval; answers the earlier one of the same person and key. @throws StoreError when the store is down */
  recordApproval(stored: StoredApproval, entries: readonly AuditEntry[]): Promise<StoredApproval | null> {
    return this.#inTurn(() => this.#ask((store) => store.recordApproval(stored, entries)));
  }

  /** Ends a request that waits; false when it waits no longer. @throws StoreError when the store is down */
  endApproval(request: ApprovalRequest, entries: readonly AuditEntry[]): Promise<boolean> {
    return this.#inTurn(() => this.#ask((store) => store.endApproval(request, entries)));
  }

  /** Keeps a glass as it is. Never throws: false while the store is down, with the entries in the journal. */
  keepGlass(glass: BrokenGlass, entries: readonly AuditEntry[]): Promise<boolean> {
    return this.#inTurn(async () => {
      try {
        await this.#ask((store) => store.keepGlass(glass, entries));
        return true;
      } catch (error) {
        if (entries.length > 0) this.#keep({ stored: null, entries, pauses: [] }, error);
        return false;
      }
    });
  }

  /** @throws StoreError when the store is down */
  findApprovalByKey(personId: string, key: string): Promise<StoredApproval | null> {
    return this.#inTurn(() => this.#ask((store) => store.findApprovalByKey(personId, key)));
  }

  /** @throws StoreError when the store is down */
  findByKey(personId: string, key: string): Promise<StoredAction | null> {
    return this.#inTurn(() => this.#ask((store) => store.findActionByKey(personId, key)));
  }

  async #ask<T>(work: (store: ControlStore) => Promise<T>): Promise<T> {
    const store = this.#store;
    if (!store) throw new Error('there is no store');
    if (performance.now() < this.#downUntil) throw this.#downBecause;
    try {
      if (this.#merging || !this.#journal.empty || this.#unkept.length > 0) {
        this.#merging ??= this.#merge(store).finally(() => {
          this.#merging = null;
        });
        await within(this.#merging);
      }
      return await within(work(store));
    } catch (error) {
      this.#downUntil = performance.now() + DOWN_FOR_MS;
      this.#downBecause = error;
      throw error;
    }
  }

  async #mergeIfAny(): Promise<void> {
    if (this.#journal.empty && this.#unkept.length === 0) return;
    await this.#ask(async () => {}).catch((error) => this.#log.error('the journal was not merged into the store yet', { error }));
  }

  async #merge(store: ControlStore): Promise<void> {
    const merged = await this.#journal.mergeInto(store);
    for (let line = this.#unkept[0]; line; line = this.#unkept[0]) {
      if (line.stored) await store.recordProgress(line.stored, line.entries, true);
      else await store.appendAudit(line.entries);
      this.#unkept.shift();
    }
    this.#log.info('the journal was merged into the store', { lines: merged });
  }

  /** The journal, and if that fails too, the log: what stops is never held up by what can't be written. */
  #keep(line: JournalLine, cause: unknown): void {
    try {
      this.#journal.append(line);
      this.#log.warn('the store is down: written to the journal', { error: cause, entries: line.entries.length });
    } catch (error) {
      this.#unkept.push(line);
      this.#log.error('neither store nor journal can be written: kept in memory', { error, entries: line.entries });
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the store gave no answer within ${ANSWERS_WITHIN_MS / 1000} s`)), ANSWERS_WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
