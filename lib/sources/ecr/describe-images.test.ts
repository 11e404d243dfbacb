import { expect, it } from 'vitest';
import { stubbedAws } from '#lib/aws/testing/stubbed-aws.ts';
import { describeImage } from './describe-images.ts';

const failing = (type: string) => stubbedAws(() => ({ status: 400, body: { __type: type, message: 'gone' } }));

it('finds the image of a tag', async () => {
  const { aws, reader, requests } = await stubbedAws(() => ({
    body: {
      imageDetails: [
        {
          registryId: '100000000003',
          repositoryName: 'router',
          imageDigest: 'sha256:1',
          imageTags: ['2f9c1', 'live'],
          imagePushedAt: 1_764_000_000,
        },
      ],
    },
  }));
  expect(await describeImage(aws, reader, { repository: 'router', tag: '2f9c1', digest: null })).toEqual({
    tags: ['2f9c1', 'live'],
    digest: 'sha256:1',
    pushedAt: 1_764_000_000_000,
  });
  expect(requests[0]?.body).toEqual({ repositoryName: 'router', imageIds: [{ imageTag: '2f9c1' }] });
});

it('asks for the digest where it is known: a tag may have moved on to another image', async () => {
  const { aws, reader, requests } = await stubbedAws(() => ({ body: { imageDetails: [{ imageDigest: 'sha256:1' }] } }));
  expect(await describeImage(aws, reader, { repository: 'router', tag: '2f9c1', digest: 'sha256:1' })).toMatchObject({
    digest: 'sha256:1',
  });
  expect(requests[0]?.body).toEqual({ repositoryName: 'router', imageIds: [{ imageDigest: 'sha256:1' }] });
});

it('tells an image that is gone from a repository that is gone', async () => {
  const image = await failing('ImageNotFoundException');
  expect(await describeImage(image.aws, image.reader, { repository: 'router', tag: '2f9c1', digest: null })).toBeNull();
  const repository = await failing('RepositoryNotFoundException');
  await expect(
    describeImage(repository.aws, repository.reader, { repository: 'router', tag: '2f9c1', digest: null }),
  ).rejects.toMatchObject({ code: 'not-found' });
});
