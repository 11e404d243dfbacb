import { ownTurn } from '#lib/turns.ts';

/** Runs `work` over all items, at most `limit` at a time; each goes on in a turn of the event loop of its own. `work` must not throw. */
export async function eachWithLimit<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const item = items[next++] as T;
      await ownTurn();
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
