import { setImmediate as nextTurn } from 'node:timers/promises';

/** Reads that are known to hang are tried so many at once, apart from the others. */
const HANGING_AT_ONCE = 64;
/** Reads that may go on beside the others, at most: each holds a socket. */
const BESIDE_AT_MOST = 160;
/** A round waits so long for those that hung before: one that is well again answers within it. */
const HOPE_MS = 1_000;

/**
 * Reads many accounts at once, and lets those that hang hold up nobody. A read that takes longer than its patience goes on
 * beside the others while its lane takes the next one; from then on it is tried apart from them until it answers in time again.
 * What is still under way is not begun a second time.
 */
export class Patience {
  readonly #ms: number;
  readonly #underway = new Set<string>();
  readonly #hanging = new Set<string>();
  #beside = 0;
  #trying: Promise<void> | null = null;

  /** @param ms how long a lane waits for one read */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** True when its last read, or the one under way, took longer than the patience. */
  hangs(id: string): boolean {
    return this.#hanging.has(id);
  }

  /**
   * Runs `work` over all items, at most `limit` at a time; resolves when all that did not hang are done. `work` must not throw.
   * @param id tells items apart from one round to the next
   */
  async each<T>(items: readonly T[], limit: number, id: (item: T) => string, work: (item: T) => Promise<void>): Promise<void> {
    const due = items.filter((item) => !this.#underway.has(id(item)));
    const [hanging, well] = [due.filter((item) => this.hangs(id(item))), due.filter((item) => !this.hangs(id(item)))];
    if (hanging.length > 0) {
      this.#trying ??= this.#lanes(hanging, HANGING_AT_ONCE, (item) => this.#run(id(item), () => work(item))).finally(() => {
        this.#trying = null;
      });
    }
    await this.#lanes(well, limit, (item) => this.#patiently(id(item), () => work(item)));
    if (this.#trying) await within(this.#trying, HOPE_MS);
  }

  async #lanes<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
    let next = 0;
    const lane = async () => {
      while (next < items.length) {
        await work(items[next++] as T);
        // Lets the event loop turn between items.
        await nextTurn();
      }
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  }

  async #patiently(id: string, work: () => Promise<void>): Promise<void> {
    const running = this.#run(id, work);
    if (await within(running, this.#ms)) return;
    this.#hanging.add(id);
    if (this.#beside >= BESIDE_AT_MOST) return running;
    this.#beside++;
    void running.finally(() => {
      this.#beside--;
    });
  }

  async #run(id: string, work: () => Promise<void>): Promise<void> {
    if (this.#underway.has(id)) return;
    this.#underway.add(id);
    const started = performance.now();
    try {
      await work();
    } finally {
      this.#underway.delete(id);
      if (performance.now() - started <= this.#ms) this.#hanging.delete(id);
      else this.#hanging.add(id);
    }
  }
}

/** False when it takes longer. */
async function within(running: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([running.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
