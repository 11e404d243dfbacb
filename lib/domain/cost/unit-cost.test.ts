import { describe, expect, it } from 'vitest';
import { cell } from '../health/fixture.ts';
import { dayText } from './calendar.ts';
import { parseMoney } from './money.ts';
import { THROUGH } from './testing/cost-world.ts';
import { TrafficDays } from './traffic-days.ts';
import { awayFrom, unitCost, waveMedians } from './unit-cost.ts';

const SPAN = { first: THROUGH - 9, last: THROUGH };
const served = (requests: number, days = 10) =>
  Array.from({ length: days }, (_, at) => ({ day: dayText(SPAN.first + at), requests, good: requests }));
const traffic = new TrafficDays(
  new Map([
    ['busy', served(1_000_000)],
    ['quiet', served(9_999)],
    ['unknown', served(1_000_000, 5)],
    ['silent', served(0)],
  ]),
);
const costs = (of: Record<string, string>) => Object.entries(of).map(([name, cost]) => ({ cell: cell(name), cost: parseMoney(cost) }));

describe('a million requests', () => {
  it('cost the cost over the requests', () => {
    expect(unitCost(costs({ busy: '6.2' }), traffic, SPAN)).toEqual({ perMillion: parseMoney('0.62'), why: null, leftOut: 0 });
  });

  it('have no figure where there were too few', () => {
    expect(unitCost(costs({ quiet: '6.2' }), traffic, SPAN)).toMatchObject({
      perMillion: null,
      why: 'too little traffic: 99,990 requests',
    });
    expect(unitCost(costs({ silent: '6.2' }), traffic, SPAN)).toMatchObject({ perMillion: null, why: 'too little traffic: 0 requests' });
  });

  it('have none where traffic is not known', () => {
    expect(unitCost(costs({ unknown: '6.2' }), traffic, SPAN)).toMatchObject({
      perMillion: null,
      why: expect.stringContaining('not known'),
      leftOut: 1,
    });
    expect(unitCost(costs({ nobody: '6.2' }), traffic, SPAN)).toMatchObject({ perMillion: null, leftOut: 1 });
  });

  it('of several cells leave out what one without known traffic cost', () => {
    expect(unitCost(costs({ busy: '6.2', unknown: '1000' }), traffic, SPAN)).toEqual({
      perMillion: parseMoney('0.62'),
      why: null,
      leftOut: 1,
    });
  });
});

describe('the wave’s median', () => {
  const unit = (perMillion: string | null) => ({ perMillion: perMillion === null ? null : parseMoney(perMillion), why: null, leftOut: 0 });

  it('is of cells in service with a figure, three at least', () => {
    const cells = [
      { cell: cell('a'), unit: unit('0.5') },
      { cell: cell('b'), unit: unit('0.6') },
      { cell: cell('c'), unit: unit('0.9') },
      { cell: cell('d', { state: 'drained' }), unit: unit('99') },
      { cell: cell('e'), unit: unit(null) },
      { cell: cell('f', { wave: 'small' }), unit: unit('1') },
      { cell: cell('g', { wave: 'small' }), unit: unit('2') },
      { cell: cell('h', { wave: null }), unit: unit('2') },
    ];
    expect(waveMedians(cells)).toEqual(new Map([['large', parseMoney('0.6')]]));
  });

  it('tells how far a cell is from it', () => {
    expect(awayFrom(unit('0.9'), parseMoney('0.6'))).toBeCloseTo(0.5, 10);
    expect(awayFrom(unit(null), parseMoney('0.6'))).toBeNull();
    expect(awayFrom(unit('0.9'), null)).toBeNull();
  });
});
