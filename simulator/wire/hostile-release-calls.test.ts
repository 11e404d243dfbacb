import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendSigned } from '../clients/sign-request.ts';
import { type Key, startTestBed, type TestBed } from '../clients/test-bed.ts';

const TOOLING = '100000000003';
const ARN = `arn:aws:states:us-east-1:${TOOLING}`;
let bed: TestBed;
let key: Key;
/** Names of things that exist, so that requests get beyond the first check. */
let existing: string[];
beforeAll(async () => {
  bed = await startTestBed(6);
  key = bed.administrator(TOOLING);
  const { releases } = bed.world;
  existing = [
    releases.bakes()[0]?.executionArn,
    releases.bakeMachines()[0]?.arn,
    releases.builds()[0]?.id,
    releases.images('cache-engine')[0]?.tag,
  ].flatMap((name) => name ?? []);
  expect(existing).toHaveLength(4);
});
afterAll(() => bed.close());

const CALLS = [
  ['states', 'AWSStepFunctions.DescribeExecution', '1.0'],
  ['states', 'AWSStepFunctions.GetExecutionHistory', '1.0'],
  ['states', 'AWSStepFunctions.DescribeStateMachine', '1.0'],
  ['states', 'AWSStepFunctions.StopExecution', '1.0'],
  ['ecr', 'AmazonEC2ContainerRegistry_V20150921.DescribeImages', '1.1'],
  ['codebuild', 'CodeBuild_20161006.BatchGetBuilds', '1.1'],
] as const;
const MEMBERS = [
  'executionArn',
  'stateMachineArn',
  'maxResults',
  'nextToken',
  'reverseOrder',
  'includeExecutionData',
  'includedData',
  'error',
  'cause',
  'registryId',
  'repositoryName',
  'imageIds',
  'filter',
  'ids',
  '__proto__',
  'constructor',
];
const WORDS = [
  `${ARN}:execution:bake-small:x`,
  `${ARN}:execution:`,
  `${ARN}:stateMachine:bake-small`,
  'arn:aws:states:::execution:a:b',
  'cache-engine',
  'router:x',
  `arn:aws:codebuild:us-east-1:${TOOLING}:build/router:x`,
  TOOLING,
  'UNTAGGED',
  Buffer.from('place:1').toString('base64url'),
  '\u0000',
  '\uD800',
];

const anyValue = (words: readonly string[]): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(...words),
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('imageTag', 'imageDigest', 'tagStatus', 'imageStatus', '__proto__'), tie('any')),
      fc.array(tie('any'), { maxLength: 3 }),
    ),
  })).any;

it('random JSON is refused or answered, never with a fault of the simulator', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...CALLS),
      fc.dictionary(fc.constantFrom(...MEMBERS), anyValue([...WORDS, ...existing])),
      async ([service, target, version], input) => {
        const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
        const answer = await sendSigned(key, service, { url: `${bed.url}/`, headers, body: JSON.stringify(input) });
        expect([answer.status < 500, answer.text]).toEqual([true, expect.any(String)]);
        // Every refusal has a name that the SDK can make an error of.
        if (answer.status >= 400) expect(JSON.parse(answer.text).__type).toMatch(/^[A-Z]\w+$/);
      },
    ),
    { numRuns: 150 },
  );
});

it('random form fields are refused or answered', { timeout: 60_000 }, async () => {
  const field = fc.tuple(
    fc.constantFrom('StackName', 'NextToken', 'StackName.member.1', 'StackName.', '.StackName', 'member', '__proto__'),
    fc.oneof(fc.constantFrom('router', '*', 'arn:', 'arn:aws:cloudformation:us-east-1:1:stack/router/x', '\u0000'), fc.string()),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('DescribeStacks', 'DescribeStackEvents'),
      fc.array(field, { maxLength: 4 }),
      async (action, fields) => {
        const body = new URLSearchParams([['Action', action], ['Version', '2010-05-15'], ...fields]).toString();
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const answer = await sendSigned(key, 'cloudformation', { url: `${bed.url}/`, headers, body });
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: 150 },
  );
});

it.each([
  ['cloudformation', 'Action=UpdateStack&Version=2010-05-15', 'InvalidAction'],
  ['cloudformation', 'Version=2010-05-15', 'MissingAction'],
])('an unknown action of %s is named', async (service, body, code) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await sendSigned(key, service, { url: `${bed.url}/`, headers, body });
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(`<Code>${code}</Code>`)]);
});

it.each(CALLS)('%s %s is not signed for another service, nor asked without its members', async (service, target, version) => {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  const other = await sendSigned(key, service === 'ecr' ? 'codebuild' : 'ecr', { url: `${bed.url}/`, headers, body: '{}' });
  expect([other.status, JSON.parse(other.text).__type]).toEqual([400, 'UnknownOperationException']);
  const bare = await sendSigned(key, service, { url: `${bed.url}/`, headers, body: '{}' });
  expect([bare.status, JSON.parse(bare.text).__type]).toEqual([
    400,
    expect.stringMatching(/^(Validation|InvalidParameter|InvalidInput)Exception$/),
  ]);
});
