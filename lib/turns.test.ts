import { describe, expect, it } from 'vitest';
import { inTurns, ownTurn } from './turns.ts';

/** Blocks for so long, as heavy work does. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('ownTurn', () => {
  it('lets one go on at a time, in order, and leaves turns to others between', async () => {
    const told: string[] = [];
    const other = () => {
      told.push('other');
      if (told.filter((one) => one !== 'other').length < 3) setImmediate(other);
    };
    setImmediate(other);
    await Promise.all(['a', 'b', 'c'].map((name) => ownTurn().then(() => told.push(name))));
    expect(told.filter((one) => one !== 'other')).toEqual(['a', 'b', 'c']);
    for (const [first, next] of ['ab', 'bc']) {
      expect(told.indexOf(next as string) - told.indexOf(first as string)).toBeGreaterThan(3);
    }
  });
});

describe('inTurns', () => {
  it('answers what the steps come to', async () => {
    function* steps() {
      yield;
      yield;
      return 7;
    }
    expect(await inTurns(steps())).toBe(7);
  });

  it('never holds the event loop for much longer than one step', async () => {
    function* steps() {
      for (let i = 0; i < 60; i++) {
        work(2);
        yield;
      }
    }
    let turns = 0;
    const count = setInterval(() => turns++, 1);
    await inTurns(steps());
    clearInterval(count);
    // 120 ms of work: in one piece no timer would fire.
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('throws what a step throws', async () => {
    // biome-ignore lint/correctness/useYield: a step that fails before its first yield.
    function* steps(): Generator<undefined, number> {
      throw new Error('no');
    }
    await expect(inTurns(steps())).rejects.toThrow('no');
  });
});
