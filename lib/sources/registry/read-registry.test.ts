import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { type StubAnswer, startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import { systemClock } from '#lib/clock.ts';
import { readRegistry } from './read-registry.ts';

const LOCATION = { kind: 's3', bucket: 'orbit-cellwatch', key: 'registry.json' } as const;

async function fromS3(answer: StubAnswer, mark: string | null) {
  const stub = await startAwsStub(() => answer);
  const aws = new Aws({
    region: 'us-east-1',
    clock: systemClock,
    endpoint: stub.url,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  try {
    return {
      found: await readRegistry(aws, LOCATION, mark),
      asked: stub.requests[0]?.headers['if-none-match'],
      errors: aws.meter.rows()[0]?.errors,
    };
  } finally {
    aws.stop();
    await stub.close();
  }
}

it('reads the object and remembers its ETag', async () => {
  const { found } = await fromS3({ body: 'text', headers: { ETag: '"e1"' } }, null);
  expect(found).toEqual({ text: 'text', mark: '"e1"' });
});

it('asks only for what changed, and "not modified" is no error', async () => {
  expect(await fromS3({ status: 304 }, '"e1"')).toEqual({ found: null, asked: '"e1"', errors: 0 });
});

it('refuses an object that is too large while reading it', async () => {
  await expect(fromS3({ body: 'x'.repeat(5 * 1024 * 1024 + 1) }, null)).rejects.toThrow('larger than 5 MB');
});

it('says where it looked when there is no object', async () => {
  const body = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
  await expect(fromS3({ status: 404, body }, null)).rejects.toThrow('no registry at s3://orbit-cellwatch/registry.json');
});

it('reads a file again only when its content changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  const location = { kind: 'file', path: join(folder, 'registry.json') } as const;
  const aws = new Aws({ region: 'us-east-1', clock: systemClock });
  await expect(readRegistry(aws, location, null)).rejects.toThrow('There is no registry at');
  await writeFile(location.path, 'one');
  const first = await readRegistry(aws, location, null);
  expect(first?.text).toBe('one');
  expect(await readRegistry(aws, location, first?.mark ?? null)).toBeNull();
  await writeFile(location.path, 'two');
  expect((await readRegistry(aws, location, first?.mark ?? null))?.text).toBe('two');
  aws.stop();
  await rm(folder, { recursive: true });
});
