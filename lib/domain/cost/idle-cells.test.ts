import { describe, expect, it } from 'vitest';
import { cell } from '../health/fixture.ts';
import type { Cell } from '../registry/registry.ts';
import { dayText } from './calendar.ts';
import { findIdleCells } from './idle-cells.ts';
import { parseMoney } from './money.ts';
import { THROUGH } from './testing/cost-world.ts';
import { TrafficDays } from './traffic-days.ts';

const SPAN = { first: THROUGH - 18, last: THROUGH };

function idle(requestsOf: (name: string, day: number) => number | null, changes: Partial<Cell> = {}, cost = '612') {
  const cells = [cell('busy'), cell('busy-too'), cell('other', changes)];
  const traffic = new Map(
    cells.map(({ name }) => [
      name,
      Array.from({ length: 60 }, (_, at) => THROUGH - 59 + at).flatMap((day) => {
        const requests = name === 'other' ? requestsOf(name, day) : 4_000_000;
        return requests === null ? [] : [{ day: dayText(day), requests, good: requests }];
      }),
    ]),
  );
  return findIdleCells(
    cells.map((one) => ({ cell: one, cost: parseMoney(one.name === 'other' ? cost : '700') })),
    new TrafficDays(traffic),
    SPAN,
  );
}

describe('an idle cell', () => {
  it('has nearly no traffic and its full cost, since some day', () => {
    expect(idle((_, day) => (day >= THROUGH - 20 ? 1 : 50_000))).toEqual([
      { cell: 'other', state: 'in-service', days: 19, cost: '612.00', requests: 19, since: dayText(THROUGH - 20) },
    ]);
  });

  it('is measured by its wave: a hundredth of what its peers serve is nearly nothing', () => {
    expect(idle(() => 30_000)).toHaveLength(1);
    expect(idle(() => 30_000, { wave: null })).toEqual([]);
    expect(idle(() => 50_000)).toEqual([]);
  });

  it('is not one that is being built, whose traffic is not known, or that costs next to nothing', () => {
    expect(idle(() => 0, { state: 'building' })).toEqual([]);
    expect(idle(() => null)).toEqual([]);
    expect(idle(() => 0, {}, '18.99')).toEqual([]);
  });

  it('since before anything is known says so', () => {
    expect(idle(() => 0)).toMatchObject([{ since: null }]);
  });
});
