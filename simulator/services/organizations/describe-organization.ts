import type { DescribeOrganizationResponse } from '@aws-sdk/client-organizations';
import type { CallContext } from '../../wire/service.ts';

/** Any account of an organization may ask. */
export function describeOrganization(_request: unknown, { world }: CallContext): DescribeOrganizationResponse {
  const { id, managementAccountId } = world.organization;
  return {
    Organization: {
      Id: id,
      Arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountArn: `arn:aws:organizations::${managementAccountId}:account/${id}/${managementAccountId}`,
      MasterAccountId: managementAccountId,
      MasterAccountEmail: world.accounts.get(managementAccountId)?.email,
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    },
  };
}
