import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendSigned } from '../../clients/sign-request.ts';
import { startTestBed, type TestBed } from '../../clients/test-bed.ts';

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.close());

async function call(accountId: string, operation: string, input: unknown) {
  const headers = { 'content-type': 'application/json' };
  const answer = await sendSigned(bed.administrator(accountId), 'oam', {
    url: `${bed.url}/${operation}`,
    headers,
    body: JSON.stringify(input),
  });
  return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), body: JSON.parse(answer.text) };
}

it('the monitoring account has one sink, and the others none', async () => {
  const { body } = await call('100000000002', 'ListSinks', {});
  expect(body.Items).toEqual([
    { Arn: expect.stringMatching(/^arn:aws:oam:us-east-1:100000000002:sink\//), Id: expect.any(String), Name: 'orbit-monitoring' },
  ]);
  expect((await call('200000000003', 'ListSinks', {})).body.Items).toEqual([]);
});

it('ListAttachedLinks gives every linked account once, page by page', async () => {
  const SinkIdentifier = bed.world.sink('us-east-1')?.arn;
  const links: { Label: string; LinkArn: string }[] = [];
  let NextToken: string | undefined;
  do {
    const { body } = await call('100000000002', 'ListAttachedLinks', { SinkIdentifier, MaxResults: 3, NextToken });
    expect(body.Items.length).toBeLessThanOrEqual(3);
    links.push(...body.Items);
    NextToken = body.NextToken;
  } while (NextToken);
  expect(links.map((link) => link.LinkArn)).toEqual(bed.world.links('us-east-1').map((link) => link.linkArn));
});

it.each([
  ['ListAttachedLinks', {}, 400, 'MissingRequiredParameterException'],
  ['ListAttachedLinks', { SinkIdentifier: 'arn:aws:oam:us-east-1:100000000002:sink/other' }, 404, 'ResourceNotFoundException'],
  ['ListSinks', { MaxResults: 101 }, 400, 'InvalidParameterException'],
  ['ListSinks', { NextToken: 'nonsense' }, 400, 'InvalidParameterException'],
  ['ListSinks', { MaxResults: 'many' }, 400, 'SerializationException'],
  ['CreateSink', {}, 404, 'UnknownOperationException'],
])('%s of %j is refused with %i %s', async (operation, input, status, type) => {
  expect(await call('100000000002', operation, input)).toMatchObject({ status, type });
});
