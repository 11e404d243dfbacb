import * as sdk from '@aws-sdk/client-codepipeline';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { listPipelines } from './list-pipelines.ts';

export const codepipeline: Service = {
  name: 'CodePipeline',
  signingName: 'codepipeline',
  actionPrefix: 'codepipeline',
  target: 'CodePipeline_20150709',
  jsonVersion: '1.1',
  query: null,
  operations: byName([defineOperation(sdk.ListPipelines$, listPipelines)]),
  errorNames: errorNamesOf(sdk),
};
