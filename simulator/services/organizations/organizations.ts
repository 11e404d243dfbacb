import * as sdk from '@aws-sdk/client-organizations';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { describeOrganization } from './describe-organization.ts';
import { listAccounts } from './list-accounts.ts';

export const organizations: Service = {
  name: 'Organizations',
  signingName: 'organizations',
  actionPrefix: 'organizations',
  target: 'AWSOrganizationsV20161128',
  jsonVersion: '1.1',
  query: null,
  operations: byName([defineOperation(sdk.DescribeOrganization$, describeOrganization), defineOperation(sdk.ListAccounts$, listAccounts)]),
  errorNames: errorNamesOf(sdk),
};
