import { describe, expect, it } from 'vitest';
import { buildOwnBill, type OwnCalls } from './build-own-bill.ts';
import { dayOf, dayStart, dayText } from './calendar.ts';
import { priceClassOf } from './price-class.ts';

const NOW = Date.UTC(2026, 10, 16);
const HOUR = 3_600_000;
/** Calls of the day so many days ago, from its begin on. */
const calls = (ago: number, priceClass: OwnCalls['priceClass'], units: number): OwnCalls => {
  const day = dayOf(NOW) - ago;
  return { day: dayText(day), priceClass, units, since: dayStart(day) };
};

describe('our own bill', () => {
  it('prices what this month asked for, most expensive first, free requests counted too', () => {
    const bill = buildOwnBill(
      [calls(1, 'metrics', 1_382_400), calls(1, 'cost-explorer', 10), calls(1, 'free', 40), calls(16, 'metrics', 9e9)],
      NOW,
      250,
      [],
    );
    expect(bill).toMatchObject({ month: '2026-11', usd: '13.924', budgetUsd: '250' });
    expect(bill.classes.map(({ name, calls: units, usd }) => [name, units, usd])).toEqual([
      ['GetMetricData, by metric', 1_382_400, '13.824'],
      ['Cost Explorer requests', 10, '0.1'],
      ['Requests that cost nothing', 40, '0'],
    ]);
  });

  it('goes on as in the last days until the month ends', () => {
    // Two whole days of 138,240 metrics ($1.3824 each); 15 days are left.
    const bill = buildOwnBill([calls(2, 'metrics', 138_240), calls(1, 'metrics', 138_240)], NOW, null, []);
    expect(bill.usd).toBe('2.7648');
    expect(Number(bill.projectedUsd)).toBeCloseTo(2.7648 + 15 * 1.3824, 6);
  });

  it('does not go on with the first fetch of costs, which never comes again', () => {
    const filled = [calls(3, 'cost-explorer', 186), calls(2, 'cost-explorer', 10), calls(1, 'cost-explorer', 10)];
    expect(buildOwnBill(filled, NOW, null, []).projectedUsd).toBe(String(2.06 + 15 * 0.1));
  });

  it('projects nothing from less than an hour, or from nothing', () => {
    const fresh: OwnCalls = { day: '2026-11-16', priceClass: 'metrics', units: 96, since: NOW };
    expect(buildOwnBill([fresh], NOW + HOUR / 2, null, []).projectedUsd).toBeNull();
    expect(buildOwnBill([fresh], NOW + HOUR, null, []).projectedUsd).not.toBeNull();
    expect(buildOwnBill([], NOW, null, [])).toMatchObject({ usd: '0', projectedUsd: null, classes: [] });
  });
});

describe('the price class of a call', () => {
  const call = (service: string, operation: string, changes = {}) =>
    priceClassOf({ service, operation, attempts: 2, failed: false, metrics: 0, ...changes });

  it('is by metric, by request, by answered page of Cost Explorer, or nothing', () => {
    expect(call('CloudWatch', 'GetMetricData', { metrics: 500 })).toEqual({ priceClass: 'metrics', units: 500 });
    expect(call('CloudWatch', 'DescribeAlarms')).toEqual({ priceClass: 'cloudwatch', units: 2 });
    expect(call('S3', 'GetObject')).toEqual({ priceClass: 's3', units: 2 });
    expect(call('CostExplorer', 'GetCostAndUsage')).toEqual({ priceClass: 'cost-explorer', units: 1 });
    expect(call('CostExplorer', 'GetCostAndUsage', { failed: true })).toEqual({ priceClass: 'cost-explorer', units: 0 });
    expect(call('Organizations', 'ListAccounts')).toEqual({ priceClass: 'free', units: 2 });
    expect(call('CodePipeline', 'GetPipelineState')).toEqual({ priceClass: 'free', units: 2 });
  });
});
