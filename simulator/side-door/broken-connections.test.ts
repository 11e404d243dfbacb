import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, startTestBed, type TestBed } from '../clients/test-bed.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '../world/types.ts';

const ACCOUNT = '100000000003';
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed(4);
});
afterEach(async () => {
  await bed.sideDoor('DELETE', 'faults');
});
afterAll(() => bed.close());

const fault = (kind: string, more: object = {}) => bed.sideDoor('POST', 'faults', { service: '*', operation: '*', kind, ...more });
/** A call in each of the protocols that the SDK speaks. */
const CALLS = {
  CloudWatch: () => bed.cloudwatch(bed.administrator(ACCOUNT)).send(new DescribeAlarmsCommand({})),
  CodePipeline: () => bed.codepipeline(bed.administrator(ACCOUNT)).send(new ListPipelinesCommand({})),
  STS: () => bed.sts(bed.app).send(new GetCallerIdentityCommand({})),
  S3: async () => {
    const answer = await bed.s3(bed.app).send(new GetObjectCommand({ Bucket: REGISTRY_BUCKET, Key: REGISTRY_KEY }));
    return answer.Body?.transformToString();
  },
};
const each = Object.entries(CALLS);

describe('faults of the connection', () => {
  it.each(each)('reset it before the answer: %s', async (_, call) => {
    await fault('reset');
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each(each)('reset it in the midst of the answer: %s', async (_, call) => {
    await fault('reset-in-body');
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' });
    const rows = (await bed.sideDoor('GET', 'calls')).body as { errors: number }[];
    expect(rows.some(({ errors }) => errors > 0)).toBe(true);
  });

  it('close those that are open, and the next call opens another', async () => {
    const client = bed.cloudwatch(bed.administrator(ACCOUNT));
    await client.send(new DescribeAlarmsCommand({}));
    bed.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.send(new DescribeAlarmsCommand({}));
  });
});

describe('faults of credentials', () => {
  it.each([
    ['CloudWatch', 'ExpiredToken', 400],
    ['CodePipeline', 'ExpiredTokenException', 400],
    ['STS', 'ExpiredToken', 403],
    ['S3', 'ExpiredToken', 400],
  ] as const)('expire them as %s tells it', async (service, name, status) => {
    await fault('expired');
    expect(await failureOf(CALLS[service]())).toMatchObject({ name, status, message: expect.stringMatching(/expired/) });
  });
});

describe('a clock that differs', () => {
  it.each([
    ['CloudWatch', 'SignatureDoesNotMatch', /^Signature expired: \d{8}T\d{6}Z is now earlier than/],
    ['CodePipeline', 'InvalidSignatureException', /^Signature expired: \d{8}T\d{6}Z is now earlier than/],
    ['STS', 'SignatureDoesNotMatch', /^Signature expired: \d{8}T\d{6}Z is now earlier than/],
    ['S3', 'RequestTimeTooSkewed', /^The difference between the request time and the current time is too large/],
  ] as const)('is told as %s tells it', async (service, name, message) => {
    await fault('skew', { service });
    expect(await failureOf(CALLS[service]())).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('is told in the Date of the answer, by which the SDK sets its own right', async () => {
    await fault('skew', { accountId: ACCOUNT });
    const client = bed.cloudwatch(bed.administrator(ACCOUNT));
    await failureOf(client.send(new DescribeAlarmsCommand({})));
    expect(client.config.systemClockOffset).toBeGreaterThan(3_590_000);
    await client.send(new DescribeAlarmsCommand({}));
    await bed.cloudwatch(bed.administrator('100000000005')).send(new DescribeAlarmsCommand({}));
  });
});
