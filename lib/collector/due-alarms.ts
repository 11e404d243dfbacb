/** Up to so many accounts are read with every refresh; more are swept. */
export const READ_TOGETHER = 500;
/** Beyond, and where events tell of changes, every account is read within this time. */
export const SWEEP_MS = 10 * 60_000;
/** How much sooner than the others an account with a sick cell is read again. */
const SICK_SOONER = 2;

/** What decides whether the alarms of an account and Region are due. */
interface Due {
  cells: readonly { name: string }[];
  /** Epoch ms; 0 before the first. */
  triedAt: number;
}

type Sick = ReadonlySet<string>;

/** Whose alarms a refresh reads that knows of no events: all, or beyond 500 accounts the sick ones and a share of the others. */
export function dueAlarms<T extends Due>(all: readonly T[], refreshMs: number, sick: Sick): T[] {
  // Few, and they speak of many cells.
  const central = all.filter((target) => target.cells.length === 0);
  const own = all.filter((target) => target.cells.length > 0);
  if (all.length <= READ_TOGETHER) return [...central, ...own];
  const untried = own.filter((target) => target.triedAt === 0);
  if (untried.length > 0) return [...central, ...untried];
  const byAge = own.toSorted((a, b) => a.triedAt - b.triedAt);
  const first = byAge.filter((target) => isSick(target, sick)).slice(0, READ_TOGETHER);
  const share = Math.ceil(all.length / Math.max(1, Math.floor(SWEEP_MS / refreshMs) - 1));
  const rest = byAge.filter((target) => !isSick(target, sick));
  return [...central, ...first, ...rest.slice(0, share)];
}

/** Reads accounts whose events come through in turn, evenly over the sweep, so that what an event did not tell is seen after all. */
export class Reconciliation {
  #credit = 0;
  #at: number | null = null;

  /** @param now epoch ms */
  due<T extends Due>(targets: readonly T[], now: number, sick: Sick): T[] {
    const passed = Math.min(SWEEP_MS, Math.max(0, now - (this.#at ?? now)));
    this.#at = now;
    const weightOf = (target: Due) => (isSick(target, sick) ? SICK_SOONER : 1);
    this.#credit = Math.min(targets.length, this.#credit + (targets.length * passed) / SWEEP_MS);
    const count = Math.floor(this.#credit);
    this.#credit -= count;
    if (count === 0) return [];
    const urgency = (target: Due) => (now - target.triedAt) * weightOf(target);
    return targets.toSorted((a, b) => urgency(b) - urgency(a)).slice(0, count);
  }
}

function isSick(target: Due, sick: Sick): boolean {
  return target.cells.some((cell) => sick.has(cell.name));
}
