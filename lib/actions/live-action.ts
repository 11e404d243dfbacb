import type { AuditEntry } from '#lib/domain/audit/audit-entry.ts';
import type { Action, ActionState, CallProgress, PlannedCall } from '#lib/domain/control/action.ts';
import type { Caller } from '#lib/domain/control/request.ts';
import type { StoredAction } from '#lib/store/store.ts';
import { callEntry, resultEntry } from './audit-entries.ts';
import { pause } from './pause.ts';
import type { ActionParts } from './ports.ts';
import { type RightsNow, whyWithdrawn } from './why-withdrawn.ts';

/** Viewers are told of changes no closer together than this. */
const ANNOUNCE_MS = 200;
/** A write is synced while everything waits: what many pipelines have to tell is gathered so long. */
const GATHER_MS = 40;

/** The progress of a call that has not been sent. */
export function newProgress({ key, component, operation, text }: PlannedCall): CallProgress {
  return { key, component, operation, text, state: 'recorded', at: null, sentAt: null, requestId: null, executionId: null, error: null };
}

/** An action on its way: changes are kept durably, told to viewers, and can be waited for. */
export class LiveAction {
  /** Who the audit log names: the person, or nobody for what Cellwatch does by itself after a restart. */
  readonly by: Action['by'] | null;
  readonly #parts: Pick<ActionParts, 'ledger' | 'clock' | 'announce'> & RightsNow;
  readonly #caller: Caller | null;
  readonly #calls: Map<string, CallProgress>;
  readonly #cancelling = new AbortController();
  readonly #acted = Promise.withResolvers<void>();
  #stored: StoredAction;
  #planGrew = false;
  #entries: AuditEntry[] = [];
  #writing: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  #announcing: NodeJS.Timeout | null = null;

  /** @param caller whoever began it; null of one that is only read back, after a restart */
  constructor(stored: StoredAction, parts: Pick<ActionParts, 'ledger' | 'clock' | 'announce'> & RightsNow, caller: Caller | null) {
    this.#stored = stored;
    this.#parts = parts;
    this.#caller = caller;
    this.by = caller ? stored.action.by : null;
    this.#calls = new Map(stored.action.calls.map((call) => [call.key, call]));
  }

  get action(): Action {
    return this.#stored.action;
  }

  get stored(): StoredAction {
    return this.#stored;
  }

  get calls(): readonly PlannedCall[] {
    return this.#stored.plan.calls;
  }

  /** Aborted, with the reason in words, when what has not been sent must not be sent any more. */
  get cancelled(): AbortSignal {
    return this.#cancelling.signal;
  }

  /** Why a call that has not been sent must not be sent any more, in words; null when it may. */
  async whyNot(call: PlannedCall): Promise<string | null> {
    if (this.cancelled.aborted) return String(this.cancelled.reason);
    return this.#caller ? whyWithdrawn(this.#parts, this.#caller, this.action.verb, call) : null;
  }

  /** Ends when every call that it makes has been answered, or never will be. */
  get acted(): Promise<void> {
    return this.#acted.promise;
  }

  hasActed(): void {
    this.#acted.resolve();
  }

  cancel(reason: string): void {
    this.#cancelling.abort(reason);
  }

  progress(key: string): CallProgress {
    const found = this.#calls.get(key);
    if (!found) throw new RangeError(`the plan has no call ${key}`);
    return found;
  }

  /** Changes a call. An ended or answered one gets its entry in the audit log. Kept by the next `save`. */
  update(call: PlannedCall, change: Partial<Omit<CallProgress, 'key'>>): void {
    const now = this.#parts.clock.now();
    const before = this.progress(call.key);
    const next = { ...before, ...change, at: now };
    this.#calls.set(call.key, next);
    this.#setAction({ calls: [...this.#calls.values()] });
    const told = next.state !== before.state && next.state !== 'sent' && next.state !== 'recorded';
    if (told) this.#entries.push(callEntry(this.action, call, next, now, this.by));
    this.#announceSoon();
  }

  setState(state: ActionState): void {
    this.#setAction({ state });
    this.#announceSoon();
  }

  /** Adds calls that a second look found. Their intent is kept when this ends. */
  async grow(calls: readonly PlannedCall[], intent: AuditEntry): Promise<void> {
    const { plan } = this.#stored;
    this.#stored = { ...this.#stored, plan: { ...plan, calls: [...plan.calls, ...calls] } };
    for (const call of calls) this.#calls.set(call.key, newProgress(call));
    this.#planGrew = true;
    this.#entries.push(intent);
    this.#setAction({ calls: [...this.#calls.values()] });
    await this.save();
  }

  async finish(state: ActionState): Promise<void> {
    const now = this.#parts.clock.now();
    this.#setAction({ state, finishedAt: now });
    this.#entries.push(resultEntry(this.action, this.#stored.plan, now, this.by));
    await this.save();
    this.#announceSoon();
  }

  /** Ends when the present state is kept. Those that wait share one write. */
  save(): Promise<void> {
    this.#waiting ??= this.#gathered().then(() => {
      this.#waiting = null;
      const entries = this.#entries;
      const grew = this.#planGrew;
      this.#entries = [];
      this.#planGrew = false;
      this.#writing = this.#parts.ledger.recordProgress(this.#stored, entries, grew);
      return this.#writing;
    });
    return this.#waiting;
  }

  /** Ends when the next write may begin: at once when nothing more comes, so that what has ended holds no lock for longer than it says. */
  async #gathered(): Promise<void> {
    await this.#writing;
    const several = this.calls.some(({ component }) => component !== this.calls[0]?.component);
    if (several && this.action.state === 'acting') await pause(GATHER_MS, this.cancelled);
  }

  #setAction(change: Partial<Action>): void {
    this.#stored = { ...this.#stored, action: { ...this.#stored.action, ...change } };
  }

  #announceSoon(): void {
    this.#announcing ??= setTimeout(() => {
      this.#announcing = null;
      this.#parts.announce(this.action);
    }, ANNOUNCE_MS);
    this.#announcing.unref();
  }
}
