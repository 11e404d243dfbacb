import { type Account, ListAccountsCommand, type ListAccountsCommandOutput } from '@aws-sdk/client-organizations';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { incompleteAnswer } from '#lib/aws/incomplete-answer.ts';
import type { AccountFacts } from '#lib/domain/cost/cost-facts.ts';

const PAGES_AT_MOST = 2_000;

/** All accounts of the organization; free. Pages may be empty and still have a next one. @throws AwsFailure */
export async function listAccounts(aws: Aws, reader: Reader): Promise<AccountFacts[]> {
  const accounts: AccountFacts[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer: ListAccountsCommandOutput = await aws.call(
      reader,
      { service: 'Organizations', operation: 'ListAccounts', limits: { concurrency: 1, perSecond: 4 } },
      (client, options) => client.send(new ListAccountsCommand(token === undefined ? {} : { NextToken: token }), options),
    );
    accounts.push(...(answer.Accounts ?? []).flatMap((account) => toAccount(account) ?? []));
    if (answer.NextToken === undefined) return accounts;
    if (answer.NextToken === token) break;
    token = answer.NextToken;
  }
  // Accounts that are missing would look like closed ones.
  throw incompleteAnswer(reader, 'Organizations', 'ListAccounts', 'with pages that do not end');
}

function toAccount({ Id: id, Name: name, State: state }: Account): AccountFacts | null {
  return id ? { id, name: name ?? '', state: state ?? null } : null;
}
