import * as sdk from '@aws-sdk/client-codebuild';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { batchGetBuilds } from './batch-get-builds.ts';

export const codebuild: Service = {
  name: 'CodeBuild',
  signingName: 'codebuild',
  actionPrefix: 'codebuild',
  target: 'CodeBuild_20161006',
  jsonVersion: '1.1',
  query: null,
  operations: byName([defineOperation(sdk.BatchGetBuilds$, batchGetBuilds, null)]),
  errorNames: new Map([...errorNamesOf(sdk), ['ValidationError', 'InvalidInputException']]),
};
