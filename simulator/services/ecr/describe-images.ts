import type { DescribeImagesRequest, DescribeImagesResponse, ImageDetail, ImageIdentifier } from '@aws-sdk/client-ecr';
import { AwsError } from '../../wire/aws-error.ts';
import type { CallContext } from '../../wire/service.ts';
import { hashText } from '../../world/noise.ts';
import { page } from '../page.ts';
import { invalidParameter } from './ecr-errors.ts';
import { findRepository, repositoryArn } from './find-repository.ts';

const PAGE = 100;
const MAX_PAGE = 1000;
const MAX_IDS = 100;
const MEGABYTE = 1_048_576;

type Image = ReturnType<CallContext['world']['releases']['images']>[number];

/** The images of a repository: all, page by page, or those that are asked for. */
export function describeImages(request: DescribeImagesRequest, context: CallContext): DescribeImagesResponse {
  const { repositoryName: name = '', registryId = context.accountId, imageIds } = request;
  const size = check(request);
  if (registryId !== context.accountId) throw notShared(context, repositoryArn(request, context));
  if (findRepository(name, context) === null) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
    );
  }
  const images = context.world.releases.images(name);
  const describe = (image: Image) => toWire(image, name, registryId);
  if (imageIds !== undefined) {
    return { imageDetails: [...new Set(imageIds.map((id) => find(images, id, name, registryId)))].map(describe) };
  }
  // Every image here has a tag, and none was archived.
  const shown =
    request.filter?.tagStatus === 'UNTAGGED' || !['ACTIVE', 'ANY'].includes(request.filter?.imageStatus ?? 'ACTIVE') ? [] : images;
  const { items, next } = page(shown, request.nextToken, size, () => invalidParameter('nextToken', 'must be a token of an earlier answer'));
  return { imageDetails: items.map(describe), nextToken: next };
}

/** The rules of the request itself; answers the size of a page. @throws AwsError InvalidParameterException */
function check({ imageIds, maxResults, nextToken, filter }: DescribeImagesRequest): number {
  const word = (value: string | undefined, member: string, words: readonly string[]) => {
    if (value !== undefined && !words.includes(value)) throw invalidParameter(member, `must satisfy enum value set [${words.join(', ')}]`);
  };
  word(filter?.tagStatus, 'filter.tagStatus', ['TAGGED', 'UNTAGGED', 'ANY']);
  word(filter?.imageStatus, 'filter.imageStatus', ['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY']);
  const size = maxResults ?? PAGE;
  if (!Number.isInteger(size) || size < 1) throw invalidParameter('maxResults', 'must be greater than or equal to 1');
  if (size > MAX_PAGE) throw invalidParameter('maxResults', `must be less than or equal to ${MAX_PAGE}`);
  if (imageIds === undefined) return size;
  if (imageIds.length < 1) throw invalidParameter('imageIds', 'must have length greater than or equal to 1');
  if (imageIds.length > MAX_IDS) throw invalidParameter('imageIds', `must have length less than or equal to ${MAX_IDS}`);
  if (maxResults !== undefined || nextToken !== undefined) {
    throw invalidParameter(maxResults === undefined ? 'nextToken' : 'maxResults', 'must not be given together with imageIds');
  }
  for (const { imageTag: tag, imageDigest: digest } of imageIds) {
    if (tag === undefined && digest === undefined) throw invalidParameter('imageIds', 'must have a tag or a digest');
    if (tag !== undefined && (tag.length < 1 || tag.length > 300)) throw invalidParameter('imageTag', 'must have length from 1 to 300');
    if (digest !== undefined && !/^[A-Za-z0-9_+.-]+:[a-fA-F0-9]+$/.test(digest)) {
      throw invalidParameter('imageDigest', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
    }
  }
  return size;
}

/** No repository of the simulator has a policy of its own, which alone lets other accounts in. */
function notShared({ principal }: CallContext, arn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${principal.arn} is not authorized to perform: ecr:DescribeImages on resource: ${arn} because no resource-based policy allows the ecr:DescribeImages action`,
    403,
  );
}

/** @throws AwsError ImageNotFoundException */
function find(images: readonly Image[], { imageTag: tag, imageDigest: digest }: ImageIdentifier, name: string, registryId: string): Image {
  const found = images.find((image) => (tag === undefined || image.tag === tag) && (digest === undefined || image.digest === digest));
  if (found) return found;
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${digest ?? 'null'}', imageTag:'${tag ?? 'null'}'} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`,
  );
}

function toWire({ tag, digest, pushedAt }: Image, name: string, registryId: string): ImageDetail {
  return {
    registryId,
    repositoryName: name,
    imageDigest: digest,
    imageTags: [tag],
    imageSizeInBytes: (80 + (hashText(digest) % 60)) * MEGABYTE,
    imagePushedAt: new Date(pushedAt),
    imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    artifactMediaType: 'application/vnd.docker.container.image.v1+json',
    imageStatus: 'ACTIVE',
  };
}
