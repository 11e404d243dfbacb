import { expect, it } from 'vitest';
import { stubbedAws } from '#lib/aws/testing/stubbed-aws.ts';
import { describeStacks } from './describe-stacks.ts';

const answer = (stacks: string, token: string | null) =>
  `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${stacks}</Stacks>${
    token === null ? '' : `<NextToken>${token}</NextToken>`
  }</DescribeStacksResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></DescribeStacksResponse>`;

const ROUTER = `<member><StackId>arn:aws:cloudformation:us-east-1:200000000001:stack/router/1</StackId><StackName>router</StackName>
  <Parameters><member><ParameterKey>Revision</ParameterKey><ParameterValue>2f9c1d0</ParameterValue></member><member><ParameterKey>Secret</ParameterKey></member></Parameters>
  <Tags><member><Key>revision</Key><Value>2f9c1d0</Value></member></Tags>
  <CreationTime>2026-11-01T00:00:00.000Z</CreationTime><LastUpdatedTime>2026-11-18T11:00:00.123Z</LastUpdatedTime><StackStatus>UPDATE_ROLLBACK_COMPLETE</StackStatus></member>`;
const BARE =
  '<member><StackName>bare</StackName><CreationTime>2026-11-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus></member>';

it('reads all stacks of the account, page by page', async () => {
  const { aws, reader, requests } = await stubbedAws(({ body }) => ({ body: body.NextToken ? answer(BARE, null) : answer(ROUTER, 'two') }));
  expect(await describeStacks(aws, reader)).toEqual([
    {
      name: 'router',
      status: 'UPDATE_ROLLBACK_COMPLETE',
      changedAt: Date.UTC(2026, 10, 18, 11, 0, 0, 123),
      parameters: { Revision: '2f9c1d0' },
      tags: { revision: '2f9c1d0' },
    },
    { name: 'bare', status: 'CREATE_COMPLETE', changedAt: Date.UTC(2026, 10, 1), parameters: {}, tags: {} },
  ]);
  expect(requests.map(({ body }) => [body.Action, body.StackName, body.NextToken])).toEqual([
    ['DescribeStacks', undefined, undefined],
    ['DescribeStacks', undefined, 'two'],
  ]);
});

it('does not call a part of the stacks all of them', async () => {
  const { aws, reader } = await stubbedAws(() => ({ body: answer(BARE, 'same') }));
  await expect(describeStacks(aws, reader)).rejects.toMatchObject({ code: 'invalid-response' });
});

it('takes an account without stacks for one', async () => {
  const { aws, reader } = await stubbedAws(() => ({ body: answer('', null) }));
  expect(await describeStacks(aws, reader)).toEqual([]);
});
