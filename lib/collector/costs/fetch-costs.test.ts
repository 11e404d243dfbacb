import { describe, expect, it } from 'vitest';
import type { Aws } from '#lib/aws/aws.ts';
import { dayOf } from '#lib/domain/cost/calendar.ts';
import { registry } from '#lib/domain/health/fixture.ts';
import { fetchCosts } from './fetch-costs.ts';
import { PageBook, type PageStore } from './page-book.ts';

const pageStore = (): PageStore => ({
  beginCosts: async () => {},
  costPage: async () => null,
  dropCostPages: async () => {},
  keepCostPage: async () => {},
});
const FIRST = dayOf(Date.UTC(2026, 10, 1));

/** A fetch of two days that Cost Explorer answers with one amount, or none. */
async function fetching(amount: string | null, keptThrough: string | null) {
  const group = { Keys: ['200000000001', 'Amazon DynamoDB'], Metrics: { UnblendedCost: { Amount: amount ?? '', Unit: 'USD' } } };
  const ResultsByTime = ['2026-11-01', '2026-11-02'].map((day) => ({ TimePeriod: { Start: day }, Groups: amount === null ? [] : [group] }));
  const pages = new PageBook(pageStore(), 'here', { now: () => 0 });
  const fetched = fetchCosts({
    aws: { call: async () => ({ ResultsByTime }) } as unknown as Aws,
    reader: { accountId: '100000000001', region: 'us-east-1', role: null },
    registry: registry([]),
    plan: { days: { first: FIRST, last: FIRST + 1 }, months: null },
    keptThrough,
    pages,
    signal: new AbortController().signal,
    againAfterMs: [],
  });
  return { fetched: await fetched.catch((error) => error), pages };
}

describe('an answer', () => {
  it('with charges is kept, and each page is told', async () => {
    const { fetched, pages } = await fetching('1.5', '2026-11-01');
    expect(fetched).toMatchObject({ currency: 'USD' });
    expect([pages.paid, pages.lost]).toEqual([3, 0]);
    expect(new Set(fetched.records.map(({ period }: { period: string }) => period))).toEqual(new Set(['2026-11-01', '2026-11-02']));
  });

  it('without a single charge is a failure where some were known: it would erase them', async () => {
    const { fetched, pages } = await fetching(null, '2026-11-01');
    expect(fetched).toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining('without a single charge since 2026-11-01'),
    });
    expect([pages.paid, pages.lost]).toEqual([3, 3]);
  });

  it.each([null, '2026-10-31'])('without a single charge is believed where none were known (through %s)', async (keptThrough) => {
    expect((await fetching(null, keptThrough)).fetched).toMatchObject({ records: [] });
  });

  it('with an amount that is no number is a failure before anything is kept', async () => {
    const { fetched, pages } = await fetching('much', null);
    expect(fetched).toMatchObject({ code: 'invalid-response' });
    expect([pages.paid, pages.lost]).toEqual([0, 1]);
  });
});
