import { DescribeOrganizationCommand, ListAccountsCommand, paginateListAccounts } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed(60);
});
afterAll(() => bed.close());

it('ListAccounts gives each account once, 20 a page, with its state', async () => {
  const client = bed.organizations(bed.administrator('100000000001'));
  const accounts = [];
  for await (const page of paginateListAccounts({ client }, {})) {
    expect(page.Accounts?.length).toBeLessThanOrEqual(20);
    accounts.push(...(page.Accounts ?? []));
  }
  expect(new Set(accounts.map((account) => account.Id))).toEqual(new Set(bed.world.accounts.keys()));
  expect(accounts.length).toBe(bed.world.accounts.size);
  expect(accounts.find((account) => account.Id === '100000000007')).toMatchObject({ State: 'SUSPENDED' });
});

it('ListAccounts is only for the management account, and refuses what AWS refuses', async () => {
  const list = (accountId: string, input: object) =>
    failureOf(bed.organizations(bed.administrator(accountId)).send(new ListAccountsCommand(input)));
  expect(await list('100000000002', {})).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  expect(await list('100000000001', { MaxResults: 21 })).toMatchObject({ name: 'InvalidInputException', status: 400 });
  expect(await list('100000000001', { NextToken: 'nonsense' })).toMatchObject({ name: 'InvalidInputException' });
});

it('the cost role may list accounts, the reader role may not', async () => {
  const costs = await bed.assume('100000000001', { RoleArn: 'arn:aws:iam::100000000001:role/CellwatchCosts' });
  expect((await bed.organizations(costs).send(new ListAccountsCommand({}))).Accounts).toHaveLength(20);
  const reader = await bed.assume('100000000001');
  const failure = await failureOf(bed.organizations(reader).send(new ListAccountsCommand({})));
  expect(failure.message).toBe(
    'User: arn:aws:sts::100000000001:assumed-role/CellwatchReader/test is not authorized to perform: organizations:ListAccounts because no identity-based policy allows the organizations:ListAccounts action',
  );
});

it('DescribeOrganization names the management account', async () => {
  const { Organization } = await bed.organizations(bed.administrator('200000000001')).send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ Id: 'o-orbit00001', MasterAccountId: '100000000001', FeatureSet: 'ALL' });
});
