import { describe, expect, it } from 'vitest';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import { stubbedAws } from '#lib/aws/testing/stubbed-aws.ts';
import type { CostQuery } from '#lib/domain/cost/cost-queries.ts';
import { listAccounts } from '../organizations/list-accounts.ts';
import { getAnomalies } from './get-anomalies.ts';
import { getCostAndUsage } from './get-cost-and-usage.ts';
import { isTokenRefused } from './is-token-refused.ts';
import { toCostFailure } from './to-cost-failure.ts';
import type { CostPage } from './to-cost-page.ts';

const ALL: CostQuery = { by: 'account-service', kind: null, accounts: { except: [] }, tag: null, tagged: null, untagged: [] };
const window = { step: 'day', start: '2026-11-22', end: '2026-11-24' } as const;
const amounts = (unblended: string, more: object = {}) => ({ UnblendedCost: { Amount: unblended, Unit: 'USD' }, ...more });
const day = (start: string, groups: object[], estimated = true) => ({
  TimePeriod: { Start: start, End: 'later' },
  Total: {},
  Groups: groups,
  Estimated: estimated,
});

async function pagesOf(answers: object[], query = ALL): Promise<{ pages: CostPage[]; bodies: Record<string, unknown>[] }> {
  let at = 0;
  const { aws, reader, requests } = await stubbedAws(() => ({ body: answers[at++] ?? {} }));
  const pages: CostPage[] = [];
  for await (const page of getCostAndUsage(aws, reader, query, window)) pages.push(page);
  return { pages, bodies: requests.map(({ body }) => body) };
}

describe('GetCostAndUsage', () => {
  it('reads all pages, as the same request with the token; a day may go on', async () => {
    const { pages, bodies } = await pagesOf([
      { ResultsByTime: [day('2026-11-22', [{ Keys: ['1', 'S3'], Metrics: amounts('0.0000053528') }])], NextPageToken: 'next' },
      { ResultsByTime: [day('2026-11-22', [{ Keys: ['2', 'S3'], Metrics: amounts('-1.5') }]), day('2026-11-23', [])] },
    ]);
    expect(pages.map(({ periods }) => periods.map(({ period, lines }) => [period, lines.length]))).toEqual([
      [['2026-11-22', 1]],
      [
        ['2026-11-22', 1],
        ['2026-11-23', 0],
      ],
    ]);
    expect(pages[0]?.periods[0]?.lines[0]).toEqual({
      period: '2026-11-22',
      accountId: '1',
      tag: null,
      service: 'S3',
      kind: null,
      unblended: '0.0000053528',
      amortized: '0.0000053528',
      netAmortized: '0.0000053528',
      estimated: true,
    });
    const [first, second] = bodies;
    expect(second).toEqual({ ...first, NextPageToken: 'next' });
    expect(first).toMatchObject({ TimePeriod: { Start: '2026-11-22', End: '2026-11-24' }, Granularity: 'DAILY' });
  });

  it('goes on where another broke off, and tells a refused token from other failures', async () => {
    const { aws, reader, requests } = await stubbedAws(({ body }) =>
      body.NextPageToken === 'old'
        ? { status: 400, body: { __type: 'InvalidNextTokenException', message: 'The pagination token is invalid.' } }
        : { body: { ResultsByTime: [day('2026-11-22', [])] } },
    );
    const going = async (token: string) => {
      for await (const { next } of getCostAndUsage(aws, reader, ALL, window, token)) expect(next).toBeNull();
    };
    await going('kept');
    expect(requests.map(({ body }) => body.NextPageToken)).toEqual(['kept']);
    const refused = await going('old').catch((error) => error);
    expect([isTokenRefused(refused), isTokenRefused(new Error('another'))]).toEqual([true, false]);
  });

  it('keeps each figure apart, and leaves out groups of which AWS says nothing', async () => {
    const all = amounts('3', { AmortizedCost: { Amount: '2' }, NetAmortizedCost: { Amount: '1' } });
    const { pages } = await pagesOf([
      { ResultsByTime: [day('2026-11-22', [{}, { Keys: ['1'] }, { Keys: ['1', 'S3'] }, { Keys: ['1', 'S3'], Metrics: all }], false), {}] },
    ]);
    expect(pages).toEqual([
      {
        currency: 'USD',
        next: null,
        periods: [
          {
            period: '2026-11-22',
            estimated: false,
            lines: [expect.objectContaining({ unblended: '3', amortized: '2', netAmortized: '1' })],
          },
        ],
      },
    ]);
  });

  it('tells the value of a tag from its key, and what has none', async () => {
    const query: CostQuery = { ...ALL, by: 'tag-service', accounts: { only: ['1'] }, tag: 'Cell', kind: 'credit', untagged: ['Team'] };
    const { pages, bodies } = await pagesOf(
      [
        {
          ResultsByTime: [
            day('2026-11-22', [
              { Keys: ['Cell$a$b', 'S3'], Metrics: amounts('1') },
              { Keys: ['Cell$', 'S3'], Metrics: amounts('1') },
            ]),
          ],
        },
      ],
      query,
    );
    expect(pages[0]?.periods[0]?.lines.map(({ accountId, tag, kind }) => [accountId, tag?.value, kind])).toEqual([
      ['1', 'a$b', 'credit'],
      ['1', '', 'credit'],
    ]);
    expect(bodies[0]?.Filter).toEqual({
      And: [
        { Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['1'] } },
        { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit'] } },
        { Tags: { Key: 'Team', MatchOptions: ['ABSENT'] } },
      ],
    });
  });

  it('fails on an answer without results, and on pages that do not end: a part would look like all', async () => {
    await expect(pagesOf([{}])).rejects.toThrow(AwsFailure);
    const same = { ResultsByTime: [], NextPageToken: 'same' };
    await expect(pagesOf([same, same, same])).rejects.toThrow(/do not end/);
  });

  it.each([
    ['AccessDeniedException', 'User not enabled for cost explorer access', 'not-enabled'],
    ['AccessDeniedException', 'User: x is not authorized to perform: ce:GetCostAndUsage', 'access-denied'],
    ['DataUnavailableException', 'Data is not available', 'data-unavailable'],
    ['BillExpirationException', 'The requested report expired.', 'bill-expiration'],
    ['LimitExceededException', 'You made too many calls', 'throttled'],
  ])('tells %s (%s) as %s', async (type, message, code) => {
    const { aws, reader } = await stubbedAws(() => ({ status: 400, body: { __type: type, message } }));
    const failed = await getCostAndUsage(aws, reader, ALL, window)
      .next()
      .then(
        () => null,
        (error: AwsFailure) => toCostFailure(error, 7),
      );
    expect(failed).toMatchObject({ code, since: 7 });
  });
});

describe('GetAnomalies', () => {
  it('reads all pages; what AWS does not tell is unknown', async () => {
    const { aws, reader } = await stubbedAws(({ body }) => ({
      body: body.NextPageToken
        ? { Anomalies: [{ AnomalyId: 'b', AnomalyStartDate: '2026-11-02T00:00:00Z' }, { AnomalyStartDate: '2026-11-02T00:00:00Z' }] }
        : {
            Anomalies: [
              {
                AnomalyId: 'a',
                AnomalyStartDate: '2026-11-01T00:00:00Z',
                AnomalyEndDate: '2026-11-03T00:00:00Z',
                RootCauses: [{ Service: 'Amazon DynamoDB', LinkedAccount: '1' }],
                Impact: { TotalImpact: 0.1 + 0.2, TotalExpectedSpend: 12 },
              },
            ],
            NextPageToken: 'next',
          },
    }));
    expect(await getAnomalies(aws, reader, '2026-09-01', '2026-11-24')).toEqual([
      { id: 'a', firstDay: '2026-11-01', lastDay: '2026-11-03', accountId: '1', service: 'Amazon DynamoDB', impact: '0.3', expected: '12' },
      { id: 'b', firstDay: '2026-11-02', lastDay: null, accountId: null, service: null, impact: '0', expected: null },
    ]);
  });
});

describe('ListAccounts', () => {
  it('goes on after an empty page, and reads State', async () => {
    const answers: Record<string, object> = {
      '': { Accounts: [{ Id: '1', Name: 'one', State: 'ACTIVE' }], NextToken: 'a' },
      a: { Accounts: [], NextToken: 'b' },
      b: { Accounts: [{ Id: '2', Status: 'ACTIVE' }, { Name: 'nobody' }] },
    };
    const { aws, reader } = await stubbedAws(({ body }) => ({ body: answers[body.NextToken ?? ''] }));
    expect(await listAccounts(aws, reader)).toEqual([
      { id: '1', name: 'one', state: 'ACTIVE' },
      { id: '2', name: '', state: null },
    ]);
  });
});
