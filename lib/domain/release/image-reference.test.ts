import { expect, it } from 'vitest';
import { imageName, imagesOf } from './image-reference.ts';

const HOST = '100000000003.dkr.ecr.eu-west-1.amazonaws.com';
const reference = { accountId: '100000000003', region: 'eu-west-1', repository: 'team/cache', tag: null, digest: null };
const named = (...outputs: Record<string, string>[]) => imagesOf(outputs.map((one) => ({ outputs: one })));

it('reads an image by its tag, by its digest, and by both', () => {
  expect(named({ image: `${HOST}/team/cache:2f9c1` })).toEqual([{ ...reference, tag: '2f9c1' }]);
  expect(named({ image: `${HOST}/team/cache@sha256:ab12` })).toEqual([{ ...reference, digest: 'sha256:ab12' }]);
  expect(named({ image: `${HOST}/team/cache:2f9c1@sha256:ab12` })).toEqual([{ ...reference, tag: '2f9c1', digest: 'sha256:ab12' }]);
});

it('tells one image once, however many actions name it, and by whatever variable', () => {
  expect(named({ IMAGE: `${HOST}/team/cache:2f9c1` }, { image: `${HOST}/team/cache:2f9c1`, other: 'x' })).toHaveLength(1);
});

it('reads nothing out of what is no image of ECR', () => {
  expect(named({ image: 'docker.io/library/redis:7', commit: '2f9c1', arn: `arn:aws:ecr:eu-west-1:1:repository/x` })).toEqual([]);
  expect(named({ image: `${HOST}/team/cache` })).toEqual([]);
});

it('names the repository, and the image shortly', () => {
  expect(imageName({ ...reference, tag: '2f9c1' })).toBe('team/cache, 2f9c1');
  expect(imageName({ ...reference, tag: 'a'.repeat(40) })).toBe('team/cache, aaaaaaa');
  expect(imageName({ ...reference, tag: '2f9c1', digest: `sha256:${'b'.repeat(64)}` })).toBe('team/cache, sha256:bbbbbbbbbbbb');
});
