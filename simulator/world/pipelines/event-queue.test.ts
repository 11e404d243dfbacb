import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';

test('events come by time, and in the order they were planned where they are due together', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), fc.integer({ min: 0, max: 20 }), (times, to) => {
      const queue = new EventQueue();
      const seen: number[][] = [];
      for (const [i, at] of times.entries()) queue.add(at, () => seen.push([at, i]));
      for (let event = queue.takeUntil(to); event; event = queue.takeUntil(to)) event.run();
      const expected = times.map((at, i) => [at, i]).filter(([at = 0]) => at <= to);
      expect(seen).toEqual(expected.toSorted(([a = 0, i = 0], [b = 0, j = 0]) => a - b || i - j));
      expect(queue.nextAt).toBe(Math.min(Infinity, ...times.filter((at) => at > to)));
    }),
  );
});
