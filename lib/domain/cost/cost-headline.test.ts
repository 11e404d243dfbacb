import { describe, expect, it } from 'vitest';
import { writeCostHeadline } from './cost-headline.ts';
import type { LabelledSpan } from './cost-picture.ts';

const span = (label: string): LabelledSpan => ({ first: '2026-10-01', last: '2026-10-31', days: 31, label });
const told = (changes: Partial<Parameters<typeof writeCostHeadline>[0]> = {}) =>
  writeCostHeadline({
    cost: '12340.18',
    currency: 'USD',
    period: span('October'),
    kind: 'month',
    month: 'October',
    previous: span('September'),
    projection: null,
    without: false,
    change: { amount: '914.00', ratio: 0.08, because: [{ owner: 'prod-use1-a', service: 'Amazon DynamoDB', amount: '610.00' }] },
    ...changes,
  });

describe('the sentence on top', () => {
  it('says what a month cost, against which, and what explains it', () => {
    expect(told()).toEqual({
      lead: "October cost $12,340, 8 % more than September: prod-use1-a's DynamoDB explains $610 of the $914.",
      detail: '',
    });
  });

  it('says where the open month ends', () => {
    const open = { kind: 'month-so-far', month: 'November', period: span('Nov 1–21'), previous: span('Oct 1–19') } as const;
    expect(told({ ...open, projection: { estimate: 120_987, low: 1, high: 2 } })).toEqual({
      lead: '$12,340 in November so far, about $121,000 by its end',
      detail: "8 % more than Oct 1–19: prod-use1-a's DynamoDB explains $610 of the $914.",
    });
  });

  it.each([
    [
      { amount: '-914.00', ratio: -0.123, because: [{ owner: 'a', service: 'EC2 - Other', amount: '-1000.00' }] },
      "12 % less than September: a's EC2 other (volumes, NAT, transfer) explains $1,000, more than all of the $914.",
    ],
    [{ amount: '2.00', ratio: 0.001, because: [] }, 'about the same as September.'],
    [{ amount: '914.00', ratio: null, because: [] }, 'after nothing in September.'],
    [
      { amount: '914.00', ratio: 0.08, because: [{ owner: 'a', service: 'x', amount: '3.00' }] },
      "8 % more than September: many small changes, the largest $3.00 of a's x.",
    ],
    [{ amount: '914.00', ratio: 0.08, because: [] }, '8 % more than September.'],
  ])('tells %j', (change, sentence) => {
    expect(told({ change }).lead).toBe(`October cost $12,340, ${sentence}`);
  });

  it('says what is left out of the comparison', () => {
    expect(told({ without: true }).lead).toContain('8 % more than September but for tax, support and credits: ');
  });

  it('says when it knows no before', () => {
    expect(told({ change: null })).toEqual({ lead: 'October cost $12,340.', detail: 'What it was before is not known.' });
  });

  it('knows other currencies, and cents of small sums', () => {
    expect(told({ currency: 'EUR', cost: '3.5', change: null }).lead).toBe('October cost €3.50.');
  });
});
