import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../../clients/test-bed.ts';

const Bucket = 'orbit-cellwatch';
const REGISTRY = { Bucket, Key: 'registry.json' };
let bed: TestBed;
let owner: S3Client;
let app: S3Client;
beforeAll(async () => {
  bed = await startTestBed();
  owner = bed.s3(bed.administrator('100000000002'));
  app = bed.s3(bed.app);
});
afterAll(() => bed.close());

const text = async (answer: { Body?: { transformToString(): Promise<string> } | undefined }) =>
  (await answer.Body?.transformToString()) ?? '';

describe('GetObject', () => {
  it('gives the registry to the app, and 304 to who has it', async () => {
    const first = await app.send(new GetObjectCommand(REGISTRY));
    expect(JSON.parse(await text(first))).toMatchObject({ version: 1 });
    expect(first.ContentType).toBe('application/json');
    expect(await failureOf(app.send(new GetObjectCommand({ ...REGISTRY, IfNoneMatch: first.ETag })))).toMatchObject({ status: 304 });
    const changed = await app.send(new GetObjectCommand({ ...REGISTRY, IfNoneMatch: '"other"' }));
    expect(changed.ETag).toBe(first.ETag);
    expect(await failureOf(app.send(new GetObjectCommand({ ...REGISTRY, IfMatch: '"other"' })))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
  });

  it('gives a part', async () => {
    await owner.send(new PutObjectCommand({ Bucket, Key: 'part', Body: '0123456789' }));
    const get = (Range: string) => owner.send(new GetObjectCommand({ Bucket, Key: 'part', Range }));
    const middle = await get('bytes=2-4');
    expect([await text(middle), middle.ContentRange]).toEqual(['234', 'bytes 2-4/10']);
    expect(await text(await get('bytes=-3'))).toBe('789');
    expect(await text(await get('bytes=7-'))).toBe('789');
    expect(await failureOf(get('bytes=10-'))).toMatchObject({ name: 'InvalidRange', status: 416 });
  });

  it('says what is missing only to who may list', async () => {
    expect(await failureOf(owner.send(new GetObjectCommand({ Bucket, Key: 'nothing' })))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    expect(await failureOf(app.send(new GetObjectCommand({ Bucket, Key: 'nothing' })))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
    expect(await failureOf(owner.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' })))).toMatchObject({
      name: 'NoSuchBucket',
      status: 404,
    });
  });

  it('keeps other accounts out', async () => {
    const other = bed.s3(bed.administrator('200000000003'));
    expect(await failureOf(other.send(new GetObjectCommand(REGISTRY)))).toMatchObject({ name: 'AccessDenied', status: 403 });
  });

  it('names the Region of a bucket to who signs for another', async () => {
    const wrong = bed.s3(bed.app, 'eu-west-1');
    expect(await failureOf(wrong.send(new GetObjectCommand(REGISTRY)))).toMatchObject({ name: 'PermanentRedirect', status: 301 });
    const following = new S3Client({
      endpoint: bed.url,
      region: 'eu-west-1',
      credentials: bed.app,
      forcePathStyle: true,
      followRegionRedirects: true,
    });
    expect((await following.send(new GetObjectCommand(REGISTRY))).ETag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it('answers HEAD with the same headers and no body', async () => {
    const [head, get] = [await app.send(new HeadObjectCommand(REGISTRY)), await app.send(new GetObjectCommand(REGISTRY))];
    expect([head.ETag, head.ContentLength]).toEqual([get.ETag, get.ContentLength]);
    expect(await failureOf(owner.send(new HeadObjectCommand({ Bucket, Key: 'nothing' })))).toMatchObject({ name: 'NotFound', status: 404 });
  });
});

describe('PutObject', () => {
  it('stores what was sent, under keys of any characters, as a buffer or a stream', async () => {
    const Key = 'a b+c/ü&?#%.json';
    const put = await owner.send(new PutObjectCommand({ Bucket, Key, Body: '{"a":1}', ContentType: 'application/json' }));
    const got = await owner.send(new GetObjectCommand({ Bucket, Key }));
    expect([await text(got), got.ETag, got.ContentType]).toEqual(['{"a":1}', put.ETag, 'application/json']);
    const stream = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(10_000, 'x')));
    await owner.send(new PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: 200_000 }));
    expect((await text(await owner.send(new GetObjectCommand({ Bucket, Key: 'stream' })))).length).toBe(200_000);
  });

  it('refuses a body that is not what its checksum says', async () => {
    const failure = await failureOf(
      owner.send(new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ChecksumSHA256: Buffer.alloc(32).toString('base64') })),
    );
    expect(failure).toMatchObject({ name: 'BadDigest', status: 400 });
    expect((await failureOf(owner.send(new GetObjectCommand({ Bucket, Key: 'bad' })))).name).toBe('NoSuchKey');
  });

  it('keeps the conditions of its writer', async () => {
    const first = await owner.send(new PutObjectCommand({ Bucket, Key: 'once', Body: '1', IfNoneMatch: '*' }));
    expect((await failureOf(owner.send(new PutObjectCommand({ Bucket, Key: 'once', Body: '2', IfNoneMatch: '*' })))).name).toBe(
      'PreconditionFailed',
    );
    await owner.send(new PutObjectCommand({ Bucket, Key: 'once', Body: '3', IfMatch: first.ETag }));
    expect((await failureOf(owner.send(new PutObjectCommand({ Bucket, Key: 'once', Body: '4', IfMatch: first.ETag })))).name).toBe(
      'PreconditionFailed',
    );
  });

  it('is not for the app', async () => {
    expect(await failureOf(app.send(new PutObjectCommand({ ...REGISTRY, Body: '{}' })))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
  });
});

describe('lists', () => {
  it('show the buckets of the account', async () => {
    expect((await owner.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name)).toEqual([Bucket]);
    expect((await bed.s3(bed.administrator('200000000003')).send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('come in pages and fold what lies deeper', async () => {
    for (const Key of ['list/a', 'list/b/1', 'list/b/2', 'list/c & d', 'list/e'])
      await owner.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const list = (more: object) => owner.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ...more }));
    const folded = await list({ Delimiter: '/' });
    expect(folded.Contents?.map((entry) => entry.Key)).toEqual(['list/a', 'list/c & d', 'list/e']);
    expect(folded.CommonPrefixes).toEqual([{ Prefix: 'list/b/' }]);
    const first = await list({ MaxKeys: 2, EncodingType: 'url' });
    expect([first.IsTruncated, first.KeyCount]).toEqual([true, 2]);
    const second = await list({ ContinuationToken: first.NextContinuationToken });
    expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map((entry) => entry.Key)).toEqual([
      'list/a',
      'list/b/1',
      'list/b/2',
      'list/c & d',
      'list/e',
    ]);
    expect((await list({ StartAfter: 'list/c' })).KeyCount).toBe(2);
    expect((await failureOf(list({ ContinuationToken: 'é' }))).name).toBe('InvalidArgument');
  });
});
