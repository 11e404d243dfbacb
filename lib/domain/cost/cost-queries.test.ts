import { expect, it } from 'vitest';
import { cell, registry } from '../health/fixture.ts';
import { componentQuery, costQueries } from './cost-queries.ts';

const of = (...cells: Parameters<typeof cell>[]) => registry(cells.map((one) => cell(...one)));

it('asks by account and service alone where no account is shared', () => {
  const queries = costQueries(
    of(['a', { accountId: '1' }], ['b', { accountId: '2', costTag: 'Cell' }], ['c', { accountId: null, cloud: 'gcp' }]),
  );
  expect(queries.map(({ by, kind, accounts }) => [by, kind, accounts])).toEqual([
    ['account-service', null, { except: [] }],
    ['account-service', 'credit', { except: [] }],
    ['account-service', 'refund', { except: [] }],
  ]);
});

it('asks by tag instead in accounts that cells share, each charge once, however many tags tell them apart', () => {
  const queries = costQueries(
    of(
      ['a', { accountId: '1', costTag: 'Cell' }],
      ['b', { accountId: '1', costTag: 'Team=b' }],
      ['c', { accountId: '2', accountIdsBefore: ['1'] }],
    ),
  );
  expect(
    queries.filter(({ kind }) => kind === null).map(({ accounts, tag, tagged, untagged }) => [accounts, tag, tagged, untagged]),
  ).toEqual([
    [{ except: ['1'] }, null, null, []],
    [{ only: ['1'] }, 'Cell', 'Cell', []],
    [{ only: ['1'] }, 'Team', null, ['Cell']],
  ]);
});

it('asks no tag where cells share an account and none names one', () => {
  expect(costQueries(of(['a', { accountId: '1' }], ['b', { accountId: '1' }]))).toHaveLength(3);
});

it('asks by component where the registry names the tag', () => {
  const plain = of(['a', { accountId: '1' }]);
  expect(componentQuery(plain)).toBeNull();
  expect(componentQuery({ ...plain, organization: { ...plain.organization, componentTag: 'component' } })).toMatchObject({
    by: 'account-tag',
    tag: 'component',
  });
});
