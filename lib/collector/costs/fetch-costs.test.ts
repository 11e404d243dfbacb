import { describe, expect, it } from 'vitest';
import type { Aws } from '#lib/aws/aws.ts';
import { dayOf } from '#lib/domain/cost/calendar.ts';
import { registry } from '#lib/domain/health/fixture.ts';
import { fetchCosts } from './fetch-costs.ts';

const FIRST = dayOf(Date.UTC(2026, 10, 1));

/** A fetch of two days that Cost Explorer answers with one amount, or none. */
async function fetching(amount: string | null, keptThrough: string | null) {
  let paid = 0;
  const group = { Keys: ['200000000001', 'Amazon DynamoDB'], Metrics: { UnblendedCost: { Amount: amount ?? '', Unit: 'USD' } } };
  const ResultsByTime = ['2026-11-01', '2026-11-02'].map((day) => ({ TimePeriod: { Start: day }, Groups: amount === null ? [] : [group] }));
  const fetched = fetchCosts({
    aws: { call: async () => ({ ResultsByTime }) } as unknown as Aws,
    reader: { accountId: '100000000001', region: 'us-east-1', role: null },
    registry: registry([]),
    plan: { days: { first: FIRST, last: FIRST + 1 }, months: null },
    keptThrough,
    onPaid: () => {
      paid++;
    },
    signal: new AbortController().signal,
    againAfterMs: [],
  });
  return { fetched: await fetched.catch((error) => error), paid };
}

describe('an answer', () => {
  it('with charges is kept, and each page is told', async () => {
    const { fetched, paid } = await fetching('1.5', '2026-11-01');
    expect(fetched).toMatchObject({ currency: 'USD', requests: paid });
    expect(new Set(fetched.records.map(({ period }: { period: string }) => period))).toEqual(new Set(['2026-11-01', '2026-11-02']));
  });

  it('without a single charge is a failure where some were known: it would erase them', async () => {
    const { fetched, paid } = await fetching(null, '2026-11-01');
    expect(fetched).toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining('without a single charge since 2026-11-01'),
    });
    expect(paid).toBeGreaterThan(0);
  });

  it.each([null, '2026-10-31'])('without a single charge is believed where none were known (through %s)', async (keptThrough) => {
    expect((await fetching(null, keptThrough)).fetched).toMatchObject({ records: [] });
  });

  it('with an amount that is no number is a failure before anything is kept', async () => {
    expect((await fetching('much', null)).fetched).toMatchObject({ code: 'invalid-response' });
  });
});
