import type { ListAccountsRequest, ListAccountsResponse } from '@aws-sdk/client-organizations';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { page } from '../page.ts';

const MAX_RESULTS = 20;

function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

/** All accounts, 20 a page; only from the management account. */
export function listAccounts(request: ListAccountsRequest, { world, accountId }: CallContext): ListAccountsResponse {
  const { id, managementAccountId } = world.organization;
  if (accountId !== managementAccountId) {
    throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
  }
  const size = request.MaxResults ?? MAX_RESULTS;
  if (!Number.isInteger(size) || size < 1 || size > MAX_RESULTS) {
    throw invalidInput(`You specified an invalid value for MaxResults: ${size}. Valid values are 1 to ${MAX_RESULTS}.`);
  }
  const { items, next } = page([...world.accounts.values()], request.NextToken, size, () =>
    invalidInput('You provided an invalid NextToken.'),
  );
  return {
    Accounts: items.map((account) => ({
      Id: account.id,
      Arn: `arn:aws:organizations::${managementAccountId}:account/${id}/${account.id}`,
      Email: account.email,
      Name: account.name,
      State: account.state,
      JoinedMethod: account.id === managementAccountId ? 'INVITED' : 'CREATED',
      JoinedTimestamp: new Date(account.joinedAt),
    })),
    NextToken: next,
  };
}
