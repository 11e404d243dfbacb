import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCellModel, weekShape } from './cell-model.ts';
import { hourTraffic, minuteTraffic } from './traffic.ts';
import type { CellWorld } from './types.ts';

const SHAPES = new Map(['us-east-1', 'eu-west-1'].map((region) => [region, weekShape(region)]));
const HOUR_NOW = Math.floor(Date.UTC(2026, 10, 24) / 3_600_000);

const model = fc
  .record({
    seed: fc.integer(),
    region: fc.constantFrom('us-east-1', 'eu-west-1'),
    wave: fc.constantFrom(null, 'pre-production', 'small', 'large'),
    state: fc.constantFrom('in-service', 'drained', 'building'),
  })
  .map(({ seed, region, wave, state }) => {
    const cell = { name: `cell-${seed}`, accountId: '200000000001', region, cloud: 'aws', environment: 'production', wave, state };
    return createCellModel(cell as CellWorld, seed, SHAPES.get(region) ?? weekShape(region));
  });
const hour = fc.integer({ min: HOUR_NOW - 2000, max: HOUR_NOW + 2000 });

describe('an hour of traffic', () => {
  test('is exactly the sum of its minutes, none of them negative or with more errors than requests', () => {
    fc.assert(
      fc.property(model, hour, (one, at) => {
        const { requests, errors } = { ...hourTraffic(one, at) };
        let sum = 0;
        let failed = 0;
        for (let m = at * 60; m < at * 60 + 60; m++) {
          const minute = minuteTraffic(one, m);
          expect(minute.requests).toBeGreaterThanOrEqual(0);
          expect(minute.errors).toBeGreaterThanOrEqual(0);
          expect(minute.errors).toBeLessThanOrEqual(minute.requests);
          sum += minute.requests;
          failed += minute.errors;
        }
        expect([sum, failed]).toEqual([requests, errors]);
      }),
      { numRuns: 300 },
    );
  });

  test('is the same whatever was read before', () => {
    fc.assert(
      fc.property(model, model, hour, fc.integer({ min: 0, max: 59 }), (one, other, at, minute) => {
        const first = { ...minuteTraffic(one, at * 60 + minute) };
        minuteTraffic(other, at * 60);
        hourTraffic(one, at + 1);
        expect({ ...minuteTraffic(one, at * 60 + minute) }).toEqual(first);
      }),
    );
  });

  test('goes on over the border of hours without a step', () => {
    fc.assert(
      fc.property(model, hour, (one, at) => {
        fc.pre(
          one.base > 100 &&
            Math.abs((one.week.load[((at + 1) * 60) % 10_080] ?? 0) / (one.week.load[(at * 60 + 59) % 10_080] ?? 1) - 1) < 0.02,
        );
        const before = minuteTraffic(one, at * 60 + 59).requests;
        const after = minuteTraffic(one, at * 60 + 60).requests;
        expect(after / before).toBeGreaterThan(0.85);
        expect(after / before).toBeLessThan(1.17);
      }),
    );
  });

  test('varies from minute to minute about as counts do', () => {
    const cell = {
      name: 'x',
      accountId: '1',
      region: 'us-east-1',
      cloud: 'aws',
      environment: 'production',
      wave: 'large',
      state: 'in-service',
    };
    const one = createCellModel(cell as CellWorld, 5, weekShape('us-east-1'));
    let square = 0;
    let mean = 0;
    const minutes = 2000;
    for (let m = 0; m < minutes; m++) {
      const a = minuteTraffic(one, HOUR_NOW * 60 + m).requests;
      const b = minuteTraffic(one, HOUR_NOW * 60 + m + 1).requests;
      square += (b - a) ** 2 / minutes;
      mean += a / minutes;
    }
    const spread = Math.sqrt(square / 2 / mean);
    expect(spread).toBeGreaterThan(0.7);
    expect(spread).toBeLessThan(5);
  });
});
