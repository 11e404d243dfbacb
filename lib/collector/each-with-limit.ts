import { setImmediate as nextTurn } from 'node:timers/promises';

/** Runs `work` over all items, at most `limit` at a time; lets the event loop turn between items. `work` must not throw. */
export async function eachWithLimit<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const item = items[next++] as T;
      await work(item);
      await nextTurn();
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
