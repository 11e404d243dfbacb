import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { ImageReference } from '#lib/domain/release/image-reference.ts';

/** An image of a repository. */
export interface ContainerImage {
  tags: readonly string[];
  digest: string | null;
  /** Epoch ms. */
  pushedAt: number | null;
}

/**
 * The image of a digest or a tag; null when the repository is there and the image is not.
 * @throws AwsFailure; `not-found` when there is no such repository
 */
export async function describeImage(
  aws: Aws,
  reader: Reader,
  { repository, tag, digest }: Pick<ImageReference, 'repository' | 'tag' | 'digest'>,
): Promise<ContainerImage | null> {
  const call = { service: 'ECR', operation: 'DescribeImages', limits: { concurrency: 2, perSecond: 8 } } as const;
  try {
    const answer = await aws.call(reader, call, (client, options) =>
      client.send(
        new DescribeImagesCommand({
          repositoryName: repository,
          imageIds: [digest === null ? { imageTag: tag ?? undefined } : { imageDigest: digest }],
        }),
        options,
      ),
    );
    const [image] = answer.imageDetails ?? [];
    if (!image) return null;
    return { tags: image.imageTags ?? [], digest: image.imageDigest ?? null, pushedAt: image.imagePushedAt?.getTime() ?? null };
  } catch (error) {
    if (error instanceof AwsFailure && (error.cause as { name?: string } | undefined)?.name === 'ImageNotFoundException') return null;
    throw error;
  }
}
