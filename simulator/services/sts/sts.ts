import * as sdk from '@aws-sdk/client-sts';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';

export const sts: Service = {
  name: 'STS',
  signingName: 'sts',
  actionPrefix: 'sts',
  target: null,
  jsonVersion: '1.1',
  query: { version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  operations: byName([
    defineOperation(sdk.AssumeRole$, assumeRole, null),
    defineOperation(sdk.GetCallerIdentity$, getCallerIdentity, null),
  ]),
  errorNames: errorNamesOf(sdk),
};
