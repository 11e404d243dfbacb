import {
  BatchDeleteImageCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  type ECRClient,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitOf, fixReleases } from '../../clients/fixed-releases.ts';
import { sendSigned } from '../../clients/sign-request.ts';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const TOOLING = '100000000003';
const COUNT = 250;
const images = Array.from({ length: COUNT }, (_, i) => ({
  tag: commitOf(`c${i}`).id,
  digest: `sha256:${i.toString(16).padStart(64, '0')}`,
  pushedAt: Date.UTC(2026, 0, 1) - i * 60_000,
}));
const first = images[0] ?? { tag: '', digest: '', pushedAt: 0 };
let bed: TestBed;
let ecr: ECRClient;
beforeAll(async () => {
  bed = await startTestBed();
  fixReleases(bed.world, { images: new Map([['cache-engine', images]]) });
  ecr = bed.ecr(await bed.assume(TOOLING));
});
afterAll(() => bed.close());

const describeImages = (more: Partial<DescribeImagesCommandInput> = {}) =>
  ecr.send(new DescribeImagesCommand({ repositoryName: 'cache-engine', ...more }));

describe('DescribeImages', () => {
  it('tells the image of a tag, and of a digest', async () => {
    const { imageDetails } = await describeImages({ imageIds: [{ imageTag: first.tag }] });
    expect(imageDetails).toEqual([
      expect.objectContaining({
        registryId: TOOLING,
        repositoryName: 'cache-engine',
        imageDigest: first.digest,
        imageTags: [first.tag],
        imagePushedAt: new Date(first.pushedAt),
        imageSizeInBytes: expect.any(Number),
      }),
    ]);
    expect((await describeImages({ imageIds: [{ imageDigest: first.digest }] })).imageDetails).toEqual(imageDetails);
    const both = [{ imageTag: first.tag, imageDigest: first.digest }, { imageTag: first.tag }];
    expect((await describeImages({ imageIds: both, registryId: TOOLING })).imageDetails).toEqual(imageDetails);
  });

  it('tells every image once, page by page', async () => {
    const tags: (string | undefined)[] = [];
    for await (const page of paginateDescribeImages({ client: ecr }, { repositoryName: 'cache-engine' })) {
      expect(page.imageDetails?.length).toBeLessThanOrEqual(100);
      tags.push(...(page.imageDetails ?? []).map((image) => image.imageTags?.[0]));
    }
    expect(tags).toEqual(images.map((image) => image.tag));
    expect((await describeImages({ maxResults: 1000 })).imageDetails).toHaveLength(COUNT);
    const { imageDetails, nextToken } = await describeImages({ maxResults: 3 });
    expect(imageDetails).toHaveLength(3);
    expect((await describeImages({ maxResults: 1, nextToken })).imageDetails?.[0]?.imageTags).toEqual([images[3]?.tag]);
  });

  it('filters by whether images have tags', async () => {
    expect((await describeImages({ filter: { tagStatus: 'TAGGED' } })).imageDetails).toHaveLength(100);
    expect((await describeImages({ filter: { tagStatus: 'UNTAGGED' } })).imageDetails).toEqual([]);
    expect((await describeImages({ filter: { imageStatus: 'ARCHIVED' } })).imageDetails).toEqual([]);
  });
});

describe('ECR refuses', () => {
  const digest = `sha256:${'f'.repeat(64)}`;
  it.each<[string, Partial<DescribeImagesCommandInput>, string, RegExp]>([
    [
      'an image that is not there',
      { imageIds: [{ imageTag: first.tag }, { imageTag: 'none' }] },
      'ImageNotFoundException',
      /^The image with imageId \{imageDigest:'null', imageTag:'none'\} does not exist within the repository with name 'cache-engine' in the registry with id '100000000003'$/,
    ],
    ['a tag of another digest', { imageIds: [{ imageTag: first.tag, imageDigest: digest }] }, 'ImageNotFoundException', /does not exist/],
    [
      'a repository that is not there',
      { repositoryName: 'nobody' },
      'RepositoryNotFoundException',
      /^The repository with name 'nobody' does not exist in the registry with id '100000000003'$/,
    ],
    ['a component without images', { repositoryName: 'router' }, 'RepositoryNotFoundException', /router/],
    ['a name that is none', { repositoryName: 'Cache' }, 'InvalidParameterException', /at 'repositoryName' .* regular expression/],
    ['a name of one letter', { repositoryName: 'c' }, 'InvalidParameterException', /repositoryName/],
    ['a name of 257 letters', { repositoryName: 'c'.repeat(257) }, 'InvalidParameterException', /repositoryName/],
    ['a registry that is none', { registryId: 'mine' }, 'InvalidParameterException', /registryId/],
    [
      'another account’s registry',
      { registryId: '200000000003' },
      'AccessDeniedException',
      /ecr:DescribeImages on resource: arn:aws:ecr:us-east-1:200000000003:repository\/cache-engine because no resource-based policy/,
    ],
    ['no images at all', { imageIds: [] }, 'InvalidParameterException', /imageIds/],
    ['101 images', { imageIds: Array.from({ length: 101 }, () => ({ imageTag: 'x' })) }, 'InvalidParameterException', /imageIds/],
    ['an image without tag and digest', { imageIds: [{}] }, 'InvalidParameterException', /imageIds/],
    ['a digest that is none', { imageIds: [{ imageDigest: 'x' }] }, 'InvalidParameterException', /imageDigest/],
    ['a page of images that are named', { imageIds: [{ imageTag: first.tag }], maxResults: 5 }, 'InvalidParameterException', /maxResults/],
    ['pages of none', { maxResults: 0 }, 'InvalidParameterException', /maxResults/],
    ['pages of 1,001', { maxResults: 1001 }, 'InvalidParameterException', /maxResults/],
    ['a token it never gave', { nextToken: 'nonsense' }, 'InvalidParameterException', /nextToken/],
    ['an unknown filter', { filter: { tagStatus: 'SOME' as 'ANY' } }, 'InvalidParameterException', /tagStatus/],
  ])('%s', async (_what, more, name, message) => {
    const failure = await failureOf(describeImages(more));
    expect(failure).toMatchObject({ name, message: expect.stringMatching(message), status: 400 });
  });

  it('a request without a repository', async () => {
    const answer = await sendSigned(bed.administrator(TOOLING), 'ecr', {
      url: `${bed.url}/`,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeImages' },
      body: '{}',
    });
    expect([answer.status, JSON.parse(answer.text).__type]).toEqual([400, 'InvalidParameterException']);
  });

  it('whoever asks in another account or Region: the repository is not there', async () => {
    const elsewhere = [bed.ecr(bed.administrator(TOOLING), 'eu-west-1'), bed.ecr(bed.administrator('200000000003'))];
    for (const client of elsewhere) {
      const failure = await failureOf(client.send(new DescribeImagesCommand({ repositoryName: 'cache-engine' })));
      expect(failure.name).toBe('RepositoryNotFoundException');
    }
  });

  it('whom no policy allows, by the repository’s ARN', async () => {
    const key = await bed.assume(TOOLING, {
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: `arn:aws:ecr:us-east-1:${TOOLING}:repository/cache-*` }],
      }),
    });
    await bed.ecr(key).send(new DescribeImagesCommand({ repositoryName: 'cache-engine' }));
    expect(await failureOf(bed.ecr(key).send(new DescribeImagesCommand({ repositoryName: 'router' })))).toEqual({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${TOOLING}:assumed-role/CellwatchReader/test is not authorized to perform: ecr:DescribeImages on resource: arn:aws:ecr:us-east-1:${TOOLING}:repository/router because no session policy allows the ecr:DescribeImages action`,
      status: 400,
    });
  });
});

describe('BatchDeleteImage', () => {
  let own: TestBed;
  beforeAll(async () => {
    own = await startTestBed();
  });
  afterAll(() => own.close());

  it('takes an image out by its tag, and tells which were not there', async () => {
    const client = own.ecr(own.administrator(TOOLING));
    const tags = async () => {
      const { imageDetails } = await client.send(new DescribeImagesCommand({ repositoryName: 'cache-engine' }));
      return (imageDetails ?? []).map((image) => image.imageTags?.[0]);
    };
    const [newest, ...others] = await tags();
    const imageIds = [{ imageTag: newest }, { imageTag: 'none' }];
    const answer = await client.send(new BatchDeleteImageCommand({ repositoryName: 'cache-engine', imageIds }));
    expect(answer.imageIds).toEqual([{ imageTag: newest, imageDigest: expect.stringMatching(/^sha256:/) }]);
    expect(answer.failures).toMatchObject([{ imageId: { imageTag: 'none' }, failureCode: 'ImageNotFound' }]);
    expect(await tags()).toEqual(others);
  });

  it('is not for the role that reads', async () => {
    const imageIds = [{ imageTag: 'x' }];
    const call = own.ecr(await own.assume(TOOLING)).send(new BatchDeleteImageCommand({ repositoryName: 'cache-engine', imageIds }));
    expect((await failureOf(call)).name).toBe('AccessDeniedException');
  });
});
