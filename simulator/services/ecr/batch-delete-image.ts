import type { BatchDeleteImageRequest, BatchDeleteImageResponse, ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { invalidParameter } from './ecr-errors.ts';
import { findRepository } from './find-repository.ts';

const MAX_IDS = 100;

/** Takes images out of a repository, each by its tag or its digest; those that are not there are told as failures. */
export function batchDeleteImage(request: BatchDeleteImageRequest, context: CallContext): BatchDeleteImageResponse {
  const { repositoryName: name = '', imageIds = [] } = request;
  const registryId = request.registryId ?? context.accountId;
  if (imageIds.length < 1) throw invalidParameter('imageIds', 'must have length greater than or equal to 1');
  if (imageIds.length > MAX_IDS) throw invalidParameter('imageIds', `must have length less than or equal to ${MAX_IDS}`);
  if (registryId !== context.accountId || findRepository(name, context) === null) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
    );
  }
  const { releases } = context.world;
  const deleted: ImageIdentifier[] = [];
  const failures: ImageFailure[] = [];
  for (const imageId of imageIds) {
    const { imageTag: tag, imageDigest: digest } = imageId;
    if (tag === undefined && digest === undefined) {
      failures.push({
        imageId,
        failureCode: 'MissingDigestAndTag',
        failureReason: 'Invalid request parameters: both tag and digest cannot be null',
      });
      continue;
    }
    const found = releases
      .images(name)
      .find((image) => (tag === undefined || image.tag === tag) && (digest === undefined || image.digest === digest));
    if (!found) {
      failures.push({ imageId, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' });
      continue;
    }
    releases.deleteImage(found.digest);
    deleted.push({ imageTag: found.tag, imageDigest: found.digest });
  }
  return { imageIds: deleted, failures };
}
