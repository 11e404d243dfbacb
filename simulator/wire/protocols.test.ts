import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { decode, encode } from 'cborg';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presign, sendSigned } from '../clients/sign-request.ts';
import { type Key, startTestBed, type TestBed } from '../clients/test-bed.ts';
import { writeCbor } from './cbor-codec.ts';

let bed: TestBed;
let key: Key;
let cell: { name: string; accountId: string };
beforeAll(async () => {
  bed = await startTestBed();
  key = bed.administrator('100000000002');
  const found = bed.world.cells.find((entry) => entry.region === 'us-east-1' && entry.cloud === 'aws' && entry.state === 'in-service');
  if (!found) throw new Error('The world has no cell in us-east-1');
  cell = found;
});
afterAll(() => bed.close());

const end = Math.floor(Date.now() / 60_000) * 60 - 120;
const metricData = (time: (seconds: number) => unknown) => ({
  MetricDataQueries: [
    {
      Id: 'q1',
      AccountId: cell.accountId,
      MetricStat: {
        Metric: { Namespace: 'Cell', MetricName: 'Requests', Dimensions: [{ Name: 'Cell', Value: cell.name }] },
        Period: 60,
        Stat: 'Sum',
      },
    },
  ],
  StartTime: time(end - 600),
  EndTime: time(end),
});
const JSON_HEADERS = (operation: string, more: object = {}) => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
  ...more,
});
const CBOR_HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', accept: 'application/cbor' };
const json = (operation: string, body: unknown, more: object = {}, service = 'monitoring') =>
  sendSigned(key, service, {
    url: `${bed.url}/`,
    headers: JSON_HEADERS(operation, more),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const cbor = (operation: string, body: Uint8Array) =>
  sendSigned(key, 'monitoring', {
    url: `${bed.url}/service/GraniteServiceVersion20100801/operation/${operation}`,
    headers: CBOR_HEADERS,
    body,
  });
const query = (form: Record<string, string>, service = 'monitoring', who = key) =>
  sendSigned(who, service, {
    url: `${bed.url}/`,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(form).toString(),
  });
const untag = (bytes: Uint8Array) => decode(bytes, { tags: { 1: (inner: () => unknown) => inner() } });
const xml = (text: string) => new XMLParser({ parseTagValue: false }).parse(text);

describe('one call in every protocol of CloudWatch', () => {
  it('answers the same points', async () => {
    const fromJson = JSON.parse(
      (
        await json(
          'GetMetricData',
          metricData((s) => s),
        )
      ).text,
    ).MetricDataResults[0];
    expect(fromJson.Timestamps[0]).toBe(end - 60);

    const fromCbor = await cbor('GetMetricData', writeCbor(metricData((s) => new Date(s * 1000))));
    expect(fromCbor.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    const cborResult = untag(fromCbor.bytes).MetricDataResults[0];
    expect([cborResult.Values, cborResult.Timestamps, cborResult.StatusCode]).toEqual([fromJson.Values, fromJson.Timestamps, 'Complete']);

    const iso = (s: number) => new Date(s * 1000).toISOString();
    const q = 'MetricDataQueries.member.1';
    const fromQuery = await query({
      Action: 'GetMetricData',
      Version: '2010-08-01',
      [`${q}.Id`]: 'q1',
      [`${q}.AccountId`]: cell.accountId,
      [`${q}.MetricStat.Metric.Namespace`]: 'Cell',
      [`${q}.MetricStat.Metric.MetricName`]: 'Requests',
      [`${q}.MetricStat.Metric.Dimensions.member.1.Name`]: 'Cell',
      [`${q}.MetricStat.Metric.Dimensions.member.1.Value`]: cell.name,
      [`${q}.MetricStat.Period`]: '60',
      [`${q}.MetricStat.Stat`]: 'Sum',
      StartTime: iso(end - 600),
      EndTime: iso(end),
    });
    const result = xml(fromQuery.text).GetMetricDataResponse.GetMetricDataResult.MetricDataResults.member;
    expect(result.Values.member.map(Number)).toEqual(fromJson.Values);
    expect(result.Timestamps.member.map((text: string) => Date.parse(text) / 1000)).toEqual(fromJson.Timestamps);
  });

  it('answers the same refusal', async () => {
    const inJson = await json(
      'SetAlarmState',
      { AlarmName: 'nobody', StateValue: 'OK', StateReason: 'r' },
      { 'x-amzn-query-mode': 'true' },
    );
    expect(inJson.status).toBe(404);
    expect(inJson.headers.get('x-amzn-query-error')).toBe('ResourceNotFound;Sender');
    expect(JSON.parse(inJson.text)).toEqual({ __type: 'ResourceNotFound', message: 'The alarm nobody does not exist' });

    const inCbor = await cbor('SetAlarmState', encode({ AlarmName: 'nobody', StateValue: 'OK', StateReason: 'r' }));
    expect([inCbor.status, untag(inCbor.bytes).__type]).toEqual([404, 'com.amazonaws.cloudwatch#ResourceNotFound']);

    const inQuery = await query({
      Action: 'SetAlarmState',
      Version: '2010-08-01',
      AlarmName: 'nobody',
      StateValue: 'OK',
      StateReason: 'r',
    });
    expect(inQuery.status).toBe(404);
    expect(xml(inQuery.text).ErrorResponse).toMatchObject({
      Error: { Type: 'Sender', Code: 'ResourceNotFound', Message: 'The alarm nobody does not exist' },
      RequestId: inQuery.headers.get('x-amzn-requestid'),
    });
  });

  it('reads gzip', async () => {
    const body = gzipSync(JSON.stringify(metricData((s) => s)));
    const headers = JSON_HEADERS('GetMetricData', { 'content-encoding': 'gzip' });
    const answer = await sendSigned(key, 'monitoring', { url: `${bed.url}/`, headers, body });
    expect(JSON.parse(answer.text).MetricDataResults[0].Values.length).toBeGreaterThan(0);
  });

  it('has names of errors of its own in JSON', async () => {
    const answer = await json('GetMetricData', { ...metricData((s) => s), MaxDatapoints: 0 }, { 'x-amzn-query-mode': 'true' });
    expect(JSON.parse(answer.text).__type).toBe('ValidationException');
    expect(answer.headers.get('x-amzn-query-error')).toBe('ValidationError;Sender');
  });
});

describe('the query protocol', () => {
  it('is also read from the address', async () => {
    const answer = await sendSigned(key, 'sts', { url: `${bed.url}/?Action=GetCallerIdentity&Version=2011-06-15`, method: 'GET' });
    expect(xml(answer.text).GetCallerIdentityResponse.GetCallerIdentityResult.Account).toBe('100000000002');
  });

  it('escapes what XML can not hold', async () => {
    const owner = bed.administrator('100000000005');
    const put = await query(
      {
        Action: 'PutMetricAlarm',
        Version: '2010-08-01',
        AlarmName: '<a> & "b"',
        AlarmDescription: 'bell\u0007',
        Namespace: 'T',
        MetricName: 'm',
        Statistic: 'Sum',
        Period: '60',
        EvaluationPeriods: '1',
        Threshold: '1',
        ComparisonOperator: 'LessThanThreshold',
      },
      'monitoring',
      owner,
    );
    expect(put.status).toBe(200);
    const list = await query({ Action: 'DescribeAlarms', Version: '2010-08-01' }, 'monitoring', owner);
    expect(list.text).toContain('<AlarmName>&lt;a&gt; &amp; &quot;b&quot;</AlarmName>');
    expect(list.text).toContain('<AlarmDescription>bell\uFFFD</AlarmDescription>');
  });
});

describe('signatures', () => {
  const form = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
  const send = (who: Key, at: number) =>
    sendSigned(
      who,
      'sts',
      { url: `${bed.url}/`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() },
      at,
    );

  it('hold for five minutes on either side', async () => {
    expect((await send(key, Date.now() - 290_000)).status).toBe(200);
    expect((await send(key, Date.now() + 290_000)).status).toBe(200);
    const old = await send(key, Date.now() - 310_000);
    expect([old.status, old.text]).toEqual([
      403,
      expect.stringMatching(/<Code>SignatureDoesNotMatch<\/Code>\s*<Message>Signature expired: \d{8}T\d{6}Z is now earlier than/),
    ]);
    expect((await send(key, Date.now() + 310_000)).text).toMatch(/Signature not yet current/);
  });

  it('of S3 hold for a quarter of an hour', async () => {
    const get = (at: number) => sendSigned(bed.app, 's3', { url: `${bed.url}/orbit-cellwatch/registry.json`, method: 'GET' }, at);
    expect((await get(Date.now() - 890_000)).status).toBe(200);
    const old = await get(Date.now() - 910_000);
    expect([old.status, xml(old.text).Error.Code]).toEqual([403, 'RequestTimeTooSkewed']);
  });

  it('cover the body', async () => {
    const answer = await fetch(bed.url, {
      method: 'POST',
      body: 'Action=GetCallerIdentity',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.status, xml(await answer.text()).ErrorResponse.Error.Code]).toEqual([403, 'MissingAuthenticationToken']);
    const { status, text } = await sendSigned({ ...key, secretAccessKey: 'other' }, 'monitoring', {
      url: `${bed.url}/`,
      headers: JSON_HEADERS('DescribeAlarms'),
      body: '{}',
    });
    expect([status, JSON.parse(text).__type]).toEqual([400, 'InvalidSignatureException']);
  });

  it('of an unknown key are refused by the name of the protocol', async () => {
    const nobody = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
    const inJson = await sendSigned(nobody, 'monitoring', { url: `${bed.url}/`, headers: JSON_HEADERS('DescribeAlarms'), body: '{}' });
    expect(JSON.parse(inJson.text).__type).toBe('UnrecognizedClientException');
    const inS3 = await sendSigned(nobody, 's3', { url: `${bed.url}/orbit-cellwatch/registry.json`, method: 'GET' });
    expect(xml(inS3.text).Error.Code).toBe('InvalidAccessKeyId');
  });

  it('may stand in the address of an object, for a while', async () => {
    const address = presign(bed.app, `${bed.url}/orbit-cellwatch/registry.json`, 60, Date.now());
    expect((await fetch(address)).status).toBe(200);
    const expired = await fetch(presign(bed.app, `${bed.url}/orbit-cellwatch/registry.json`, 60, Date.now() - 61_000));
    expect([expired.status, xml(await expired.text()).Error.Message]).toEqual([403, 'Request has expired']);
    expect((await fetch(address.replace('registry', 'other'))).status).toBe(403);
  });
});

describe('virtual hosts', () => {
  it('name the bucket', async () => {
    const lookup = (_host: string, _options: object, done: (error: null, found: { address: string; family: number }[]) => void) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    const requestHandler = new NodeHttpHandler({ httpAgent: new Agent({ lookup: lookup as never }) });
    const endpoint = bed.url.replace('127.0.0.1', 'localhost');
    const client = new S3Client({ endpoint, region: 'us-east-1', credentials: bed.app, requestHandler });
    const answer = await client.send(new GetObjectCommand({ Bucket: 'orbit-cellwatch', Key: 'registry.json' }));
    expect(answer.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  });
});
