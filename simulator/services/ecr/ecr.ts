import * as sdk from '@aws-sdk/client-ecr';
import { byName, defineOperation, errorNamesOf, type Service } from '../../wire/service.ts';
import { batchDeleteImage } from './batch-delete-image.ts';
import { describeImages } from './describe-images.ts';
import { repositoryArn } from './find-repository.ts';

export const ecr: Service = {
  name: 'ECR',
  signingName: 'ecr',
  actionPrefix: 'ecr',
  target: 'AmazonEC2ContainerRegistry_V20150921',
  jsonVersion: '1.1',
  query: null,
  operations: byName([
    defineOperation(sdk.DescribeImages$, describeImages, repositoryArn),
    defineOperation(sdk.BatchDeleteImage$, batchDeleteImage, repositoryArn),
  ]),
  errorNames: new Map([...errorNamesOf(sdk), ['ValidationError', 'InvalidParameterException']]),
};
