import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import type { BillPayer } from '../../world/costs/bill-payer.ts';
import { spendCall } from './call-rate.ts';

const ONLY_REGION = 'us-east-1';

/**
 * Lets a call in, and answers whose charges it may see: all of the organization's from the management account, else the
 * caller's own. @throws AwsError
 */
export function enter({ world, accountId, region, now }: CallContext): readonly BillPayer[] {
  if (region !== ONLY_REGION) {
    throw new AwsError('SignatureDoesNotMatch', `Credential should be scoped to a valid region, not '${region}'. `, 403);
  }
  spendCall(world, accountId, now);
  const { costs, organization } = world;
  if (costs.explorer === 'not-enabled') throw new AwsError('AccessDeniedException', 'User not enabled for cost explorer access');
  if (costs.explorer === 'data-unavailable') {
    throw new AwsError(
      'DataUnavailableException',
      'Data is not available. Please try to adjust the time period. If just enabled Cost Explorer, data might not be ingested yet',
    );
  }
  return accountId === organization.managementAccountId ? costs.payers : costs.payers.filter((payer) => payer.accountId === accountId);
}

/** The ARN that permission is asked on. */
export function operationArn(operation: string): (request: unknown, context: CallContext) => string {
  return (_request, { accountId }) => `arn:aws:ce:${ONLY_REGION}:${accountId}:/${operation}`;
}
