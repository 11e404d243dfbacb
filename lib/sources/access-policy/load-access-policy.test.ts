import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { startAwsStub } from '#lib/aws/testing/aws-stub.ts';
import { systemClock } from '#lib/clock.ts';
import { DEFAULT_POLICY } from '#lib/domain/access/access.ts';
import { EnvError } from '#lib/env.ts';
import { loadAccessPolicy } from './load-access-policy.ts';

const POLICY = '{"rules":[{"group":"sre","role":"operator"}]}';
const READ = { rules: [{ group: 'sre', role: 'operator' }] };
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

let aws: Aws;
beforeEach(() => {
  aws = new Aws({ region: 'us-east-1', clock: systemClock, credentials });
});
afterEach(() => aws.stop());

it('is the default where nothing is set', async () => {
  expect(await loadAccessPolicy(aws, undefined)).toBe(DEFAULT_POLICY);
});

it('is read from the variable itself', async () => {
  expect(await loadAccessPolicy(aws, { kind: 'text', text: POLICY })).toEqual(READ);
});

it('is read from a file, which must be there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'policy-'));
  const path = join(folder, 'policy.json');
  await expect(loadAccessPolicy(aws, { kind: 'file', path })).rejects.toThrow(
    `ACCESS_POLICY can't be read: There is no access policy at ${path}: check ACCESS_POLICY.`,
  );
  await writeFile(path, POLICY);
  expect(await loadAccessPolicy(aws, { kind: 'file', path })).toEqual(READ);
  await rm(folder, { recursive: true });
});

it('is read from S3', async () => {
  const stub = await startAwsStub(() => ({ body: POLICY, headers: { ETag: '"e1"' } }));
  const there = new Aws({ region: 'us-east-1', clock: systemClock, endpoint: stub.url, credentials });
  expect(await loadAccessPolicy(there, { kind: 's3', bucket: 'orbit', key: 'policy.json' })).toEqual(READ);
  there.stop();
  await stub.close();
});

it('is refused as a fault of the environment, with every fault by path', async () => {
  const text = '{"rules":[{"group":"sre","role":"oprator"},{"role":"viewer"}]}';
  const refused = await loadAccessPolicy(aws, { kind: 'text', text }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(EnvError);
  expect((refused as EnvError).faults).toEqual([
    'ACCESS_POLICY: rules[0].role: "oprator" is not one of viewer, manager, operator, admin; did you mean "operator"?',
    'ACCESS_POLICY: rules[1]: names nobody; expected a group, an email or a domain',
  ]);
});
