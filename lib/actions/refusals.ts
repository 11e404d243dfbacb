import type { Clock } from '#lib/clock.ts';
import type { Plan } from '#lib/domain/control/action.ts';
import type { Caller, PlanRequest } from '#lib/domain/control/request.ts';
import { refusalEntry } from './audit-entries.ts';
import type { Ledger } from './ledger.ts';

/** Of one person and verb, so many refusals in a row are written one by one, … */
const WRITTEN_AT_MOST = 10;
/** … and those that follow within this time, ms, are one entry with their number. */
const SUMMED_UP_AFTER_MS = 60_000;

interface Refused {
  code: string;
  message: string;
  plan?: Plan;
}

interface Row {
  written: number;
  unwritten: number;
  last: { request: PlanRequest; caller: Caller; refused: Refused } | null;
  timer: NodeJS.Timeout;
}

/**
 * Writes into the audit log what somebody wanted and did not get. Whoever asks again and again is answered each time, but
 * can't flood the log: it grows for good.
 */
export class Refusals {
  readonly #ledger: Pick<Ledger, 'appendAudit'>;
  readonly #clock: Clock;
  readonly #afterMs: number;
  /** By person and verb. */
  readonly #rows = new Map<string, Row>();

  constructor(ledger: Pick<Ledger, 'appendAudit'>, clock: Clock, afterMs = SUMMED_UP_AFTER_MS) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#afterMs = afterMs;
  }

  /** Never throws. */
  async write(request: PlanRequest, caller: Caller, refused: Refused): Promise<void> {
    const key = `${request.verb} ${caller.person.id}`;
    const row = this.#rows.get(key) ?? this.#open(key);
    if (row.written === WRITTEN_AT_MOST) {
      row.unwritten++;
      row.last = { request, caller, refused };
      return;
    }
    row.written++;
    await this.#ledger.appendAudit([refusalEntry(request, caller, { ...refused, at: this.#clock.now() })]);
  }

  /** Writes what was only counted so far. */
  async stop(): Promise<void> {
    await Promise.all([...this.#rows.keys()].map((key) => this.#sumUp(key)));
  }

  #open(key: string): Row {
    const timer = setTimeout(() => void this.#sumUp(key), this.#afterMs);
    timer.unref();
    const row: Row = { written: 0, unwritten: 0, last: null, timer };
    this.#rows.set(key, row);
    return row;
  }

  async #sumUp(key: string): Promise<void> {
    const row = this.#rows.get(key);
    this.#rows.delete(key);
    if (!row) return;
    clearTimeout(row.timer);
    if (!row.last) return;
    const { request, caller, refused } = row.last;
    const more = { ...refused, count: row.unwritten, at: this.#clock.now() };
    await this.#ledger.appendAudit([refusalEntry(request, caller, more)]);
  }
}
