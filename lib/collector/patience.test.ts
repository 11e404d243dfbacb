import { describe, expect, it } from 'vitest';
import { Patience } from './patience.ts';

/** Reads that hang until they are let go. */
function made(hanging: readonly string[]) {
  const stuck = new Set(hanging);
  const begun: string[] = [];
  const done: string[] = [];
  const free: (() => void)[] = [];
  const work = async (id: string) => {
    begun.push(id);
    if (stuck.has(id)) await new Promise<void>((resolve) => free.push(resolve));
    done.push(id);
  };
  return { stuck, begun, done, work, letGo: () => free.splice(0).forEach((resolve) => void resolve()) };
}
const ids = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);
const same = (id: string) => id;

describe('patience', () => {
  it('reads all the others while many more hang than there are lanes', async () => {
    const all = ids(60);
    const { begun, done, work, letGo } = made(ids(20));
    const patience = new Patience(20);
    await patience.each(all, 4, same, work);
    expect(done).toEqual(all.slice(20));
    expect(begun).toHaveLength(60);
    expect(patience.hangs('3')).toBe(true);
    letGo();
  });

  it('does not begin again what is under way, and waits no patience for it', async () => {
    const { begun, done, work, letGo } = made(['0']);
    const patience = new Patience(500);
    await patience.each(ids(3), 1, same, work);
    const started = performance.now();
    await patience.each(ids(3), 1, same, work);
    expect(performance.now() - started).toBeLessThan(400);
    expect(begun).toEqual(['0', '1', '2', '1', '2']);
    letGo();
    await patience.each(ids(3), 1, same, work);
    expect(done.filter((id) => id === '0')).toHaveLength(1);
  });

  it('tries those that hung apart from the others, and trusts them again once they answer in time', async () => {
    const { stuck, done, work, letGo } = made(['0']);
    const patience = new Patience(20);
    await patience.each(ids(2), 1, same, work);
    // A timer may be early by a fraction of a millisecond: what hung has clearly taken longer.
    await new Promise((resolve) => setTimeout(resolve, 5));
    letGo();
    await new Promise((resolve) => setTimeout(resolve, 5));
    stuck.clear();
    expect(patience.hangs('0')).toBe(true);
    done.length = 0;
    await patience.each(ids(2), 1, same, work);
    expect(done.toSorted()).toEqual(['0', '1']);
    expect(patience.hangs('0')).toBe(false);
  });

  it('runs no more than its lanes', async () => {
    let running = 0;
    let most = 0;
    await new Patience(1_000).each(ids(20), 3, same, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    });
    expect(most).toBe(3);
  });
});
