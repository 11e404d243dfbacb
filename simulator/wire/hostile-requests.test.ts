import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendSigned } from '../clients/sign-request.ts';
import { type Key, startTestBed, type TestBed } from '../clients/test-bed.ts';

let bed: TestBed;
let key: Key;
beforeAll(async () => {
  bed = await startTestBed(6);
  key = bed.administrator('100000000002');
});
afterAll(() => bed.close());

const TARGET = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CBOR = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
const OPERATION = '/service/GraniteServiceVersion20100801/operation/GetMetricData';

interface Hostile {
  service?: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}
const send = ({ service = 'monitoring', path = '/', ...request }: Hostile) =>
  sendSigned(key, service, { url: `${bed.url}${path}`, ...request });

describe('a request that is wrong gets a code below 500', () => {
  it.each<[string, Hostile, string]>([
    ['JSON that is none', { headers: TARGET, body: '{"MetricDataQueries": [' }, 'SerializationException'],
    ['JSON of another kind', { headers: TARGET, body: '[]' }, 'SerializationException'],
    ['a number for a list', { headers: TARGET, body: '{"MetricDataQueries": 7}' }, 'SerializationException'],
    [
      'a text for a time',
      { headers: TARGET, body: '{"MetricDataQueries": [], "StartTime": "yesterday", "EndTime": 1}' },
      'SerializationException',
    ],
    [
      'a time beyond all times',
      { headers: TARGET, body: '{"MetricDataQueries": [], "StartTime": 1e300, "EndTime": 1}' },
      'SerializationException',
    ],
    ['a missing member', { headers: TARGET, body: '{"MetricDataQueries": []}' }, 'MissingRequiredParameterException'],
    ['no body', { headers: TARGET, body: '' }, 'MissingRequiredParameterException'],
    ['a body that is not gzip', { headers: { ...TARGET, 'content-encoding': 'gzip' }, body: '{}' }, 'SerializationException'],
    [
      'a gzip bomb',
      { headers: { ...TARGET, 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(80 * 1024 * 1024)) },
      'SerializationException',
    ],
    ['an unknown encoding', { headers: { ...TARGET, 'content-encoding': 'snappy' }, body: '{}' }, 'UnsupportedMediaType'],
    [
      'an unknown operation',
      { headers: { ...TARGET, 'x-amz-target': 'GraniteServiceVersion20100801.Explode' }, body: '{}' },
      'UnknownOperationException',
    ],
    [
      'another service’s operation',
      { headers: { ...TARGET, 'x-amz-target': 'Other.GetMetricData' }, body: '{}' },
      'UnknownOperationException',
    ],
    [
      'an operation named __proto__',
      { headers: { ...TARGET, 'x-amz-target': 'GraniteServiceVersion20100801.__proto__' }, body: '{}' },
      'UnknownOperationException',
    ],
    [
      'an unknown service',
      { service: 'dynamodb', headers: { ...TARGET, 'x-amz-target': 'DynamoDB.Get' }, body: '{}' },
      'UnknownOperationException',
    ],
    ['GET for JSON', { method: 'GET', headers: TARGET }, 'UnknownOperationException'],
    ['DELETE for JSON', { method: 'DELETE', headers: TARGET, body: '{}' }, 'UnknownOperationException'],
    ['broken CBOR', { path: OPERATION, headers: CBOR, body: Buffer.from([0xbf, 0x63, 0x41]) }, 'SerializationException'],
    ['CBOR of another kind', { path: OPERATION, headers: CBOR, body: Buffer.from([0x80]) }, 'SerializationException'],
    [
      'an unknown CBOR operation',
      { path: '/service/GraniteServiceVersion20100801/operation/Explode', headers: CBOR },
      'UnknownOperationException',
    ],
    ['a form without an action', { headers: FORM, body: 'Version=2010-08-01' }, 'MissingAction'],
    ['a form with an unknown action', { headers: FORM, body: 'Action=Explode&Version=2010-08-01' }, 'InvalidAction'],
    [
      'a form with a word for a number',
      { headers: FORM, body: 'Action=DescribeAlarms&Version=2010-08-01&MaxRecords=many' },
      'SerializationException',
    ],
    [
      'a form nested deeply',
      { headers: FORM, body: `Action=DescribeAlarms&Version=2010-08-01&${'a.'.repeat(1000)}b=1` },
      'SerializationException',
    ],
    ['an S3 method that is none', { service: 's3', method: 'DELETE', path: '/orbit-cellwatch/registry.json' }, 'MethodNotAllowed'],
    ['an S3 key that can not be decoded', { service: 's3', method: 'GET', path: '/orbit-cellwatch/%E0%A4%A' }, 'InvalidURI'],
    ['an S3 subresource', { service: 's3', method: 'GET', path: '/orbit-cellwatch/registry.json?acl=' }, 'MethodNotAllowed'],
  ])('%s', async (_what, request, code) => {
    const answer = await send(request);
    expect([answer.status < 500, answer.status >= 400]).toEqual([true, true]);
    expect(answer.text).toContain(code);
  });

  it('unsigned', async () => {
    for (const [headers, body, path] of [
      [TARGET, '{}', '/'],
      [FORM, 'Action=GetCallerIdentity&Version=2011-06-15', '/'],
      [CBOR, '', OPERATION],
      [{}, '', '/orbit-cellwatch/registry.json'],
      [{ 'content-type': 'application/json' }, '{}', '/ListSinks'],
    ] as const) {
      const answer = await fetch(`${bed.url}${path}`, { method: 'POST', headers, body });
      expect([400, 403, 405]).toContain(answer.status);
      expect(await answer.text()).toMatch(/MissingAuthenticationToken|AccessDenied|MethodNotAllowed|Missing Authentication Token/);
    }
  });

  it.each([
    '',
    'Bearer x',
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=x',
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sts/aws4_request, SignedHeaders=host',
  ])('signed with "%s"', async (authorization) => {
    const answer = await fetch(bed.url, { method: 'POST', headers: { ...FORM, authorization }, body: 'Action=GetCallerIdentity' });
    expect([400, 403]).toContain(answer.status);
    expect(await answer.text()).toMatch(/<Code>(IncompleteSignature|MissingAuthenticationToken)/);
  });

  it('with a body of 65 MB', async () => {
    const answer = await fetch(bed.url, { method: 'POST', headers: TARGET, body: Buffer.alloc(65 * 1024 * 1024) }).catch(() => null);
    // The server may close before the client has sent it all; what it may not do is fall over.
    if (answer) expect(answer.status).toBe(413);
    expect((await fetch(`${bed.url}/_simulator/health`)).status).toBe(200);
  });

  it('not HTTP at all', async () => {
    const { hostname, port } = new URL(bed.url);
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('\u0016\u0003\u0001 hello\r\n\r\n'));
      let received = '';
      socket.on('data', (data) => {
        received += data;
      });
      socket.on('close', () => resolve(received));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('random requests', () => {
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('MetricDataQueries', 'Id', 'MetricStat', 'Metric', 'Period', 'AlarmNames', '__proto__'), tie('any')),
      fc.array(tie('any'), { maxLength: 3 }),
    ),
  })).any;
  const operations = [
    'GetMetricData',
    'ListMetrics',
    'PutMetricData',
    'DescribeAlarms',
    'PutMetricAlarm',
    'PutCompositeAlarm',
    'SetAlarmState',
    'DescribeAlarmHistory',
  ];

  it('in JSON never reach 500', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.dictionary(
          fc.constantFrom(
            'MetricDataQueries',
            'StartTime',
            'EndTime',
            'MetricData',
            'Namespace',
            'AlarmName',
            'AlarmRule',
            'MaxRecords',
            'StateValue',
            'StateReason',
          ),
          value,
        ),
        async (operation, input) => {
          const headers = { ...TARGET, 'x-amz-target': `GraniteServiceVersion20100801.${operation}` };
          expect((await send({ headers, body: JSON.stringify(input) })).status).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  }, 120_000);

  it('of bytes never reach 500', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Hostile>(
          { path: OPERATION, headers: CBOR },
          { headers: TARGET },
          { headers: FORM },
          { service: 's3', method: 'PUT', path: '/orbit-cellwatch/x' },
        ),
        fc.uint8Array({ maxLength: 60 }),
        async (request, body) => {
          expect((await send({ ...request, body })).status).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of form fields never reach 500', async () => {
    const name = fc
      .array(
        fc.constantFrom(
          'MetricData',
          'MetricDataQueries',
          'member',
          '1',
          '99',
          'MetricStat',
          'Metric',
          'Dimensions',
          'Id',
          'Period',
          'StartTime',
          'EndTime',
          'Namespace',
          '__proto__',
          '',
        ),
        { maxLength: 7 },
      )
      .map((parts) => parts.join('.'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.array(fc.tuple(name, fc.string()), { maxLength: 12 }),
        async (operation, fields) => {
          const form = new URLSearchParams([['Action', operation], ['Version', '2010-08-01'], ...fields]);
          expect((await send({ headers: FORM, body: form.toString() })).status).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
  });
});
