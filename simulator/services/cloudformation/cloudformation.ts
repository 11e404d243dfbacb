import * as sdk from '@aws-sdk/client-cloudformation';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { checkStackName } from './cloudformation-errors.ts';
import { describeStackEvents } from './describe-stack-events.ts';
import { describeStacks } from './describe-stacks.ts';
import { stackArn } from './stack-arn.ts';

export const cloudformation: Service = {
  name: 'CloudFormation',
  signingName: 'cloudformation',
  actionPrefix: 'cloudformation',
  target: null,
  jsonVersion: '1.1',
  query: { version: '2010-05-15', namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
  operations: byName([
    defineOperation(sdk.DescribeStacks$, describeStacks, null),
    defineOperation(sdk.DescribeStackEvents$, describeStackEvents, (request, context) => {
      checkStackName(request.StackName ?? '');
      return stackArn(request.StackName ?? '', context);
    }),
  ]),
  errorNames: errorNamesOf(sdk),
};
