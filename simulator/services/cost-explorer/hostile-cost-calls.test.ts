import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendSigned } from '../../clients/sign-request.ts';
import { startTestBed, type TestBed } from '../../clients/test-bed.ts';

const TARGET = 'AWSInsightsIndexService';
const clock = { ahead: 0, now: () => Date.UTC(2026, 10, 24, 20) + clock.ahead };
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed(6, { clock });
});
afterAll(() => bed.close());

function headersOf(operation: string) {
  // Within the rate of calls.
  clock.ahead += 1000;
  return { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${TARGET}.${operation}` };
}
const send = (operation: string, body: string) =>
  sendSigned(bed.administrator('100000000001'), 'ce', { url: `${bed.url}/`, headers: headersOf(operation), body });

const WEEK = '"TimePeriod":{"Start":"2026-11-16","End":"2026-11-23"}';
const USAGE = `${WEEK},"Granularity":"DAILY","Metrics":["UnblendedCost"]`;

describe('a call that is wrong gets a code below 500', () => {
  it.each([
    ['JSON that is none', 'GetCostAndUsage', '{"TimePeriod":', 'SerializationException'],
    ['a text for a list', 'GetCostAndUsage', `{${WEEK},"Granularity":"DAILY","Metrics":"UnblendedCost"}`, 'SerializationException'],
    ['nothing', 'GetCostAndUsage', '', 'ValidationException'],
    ['no period', 'GetTags', '{}', 'ValidationException'],
    ['an unknown operation', 'GetRichQuick', '{}', 'UnknownOperationException'],
    ['an empty filter', 'GetCostAndUsage', `{${USAGE},"Filter":{}}`, 'ValidationException'],
    [
      'a dimension from the prototype',
      'GetCostAndUsage',
      `{${USAGE},"GroupBy":[{"Type":"DIMENSION","Key":"constructor"}]}`,
      'ValidationException',
    ],
    ['a metric from the prototype', 'GetCostAndUsage', `{${WEEK},"Granularity":"DAILY","Metrics":["toString"]}`, 'ValidationException'],
    [
      'filters without end',
      'GetCostAndUsage',
      `{${USAGE},"Filter":${'{"Not":'.repeat(50_000)}{}${'}'.repeat(50_000)}}`,
      'SerializationException',
    ],
    ['a token of too much', 'GetCostAndUsage', `{${USAGE},"NextPageToken":"${'x'.repeat(9000)}"}`, 'InvalidNextTokenException'],
  ])('%s', async (_what, operation, body, code) => {
    const { status, text } = await send(operation, body);
    expect([status, JSON.parse(text).__type]).toEqual([400, code]);
  });

  it('an unsigned one', async () => {
    const answer = await fetch(bed.url, { method: 'POST', headers: headersOf('GetCostAndUsage'), body: `{${USAGE}}` });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});

it('random JSON is refused or answered, never with a fault of the simulator', { timeout: 60_000 }, async () => {
  const word = fc.constantFrom(
    'DIMENSION',
    'TAG',
    'SERVICE',
    'Cell',
    'LINKED_ACCOUNT',
    'EQUALS',
    'ABSENT',
    'DAILY',
    'MONTHLY',
    '2026-11-01',
    '',
    '__proto__',
  );
  const { filter } = fc.letrec((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4 },
      fc.dictionary(fc.constantFrom('Key', 'Values', 'MatchOptions'), fc.oneof(word, fc.array(word, { maxLength: 2 }))),
      fc.dictionary(fc.constantFrom('And', 'Or', 'Not', 'Dimensions', 'Tags', 'CostCategories'), tie('filter'), { maxKeys: 2 }),
      fc.array(tie('filter'), { maxLength: 3 }),
      fc.jsonValue(),
    ),
  }));
  const member = fc.constantFrom(
    'Filter',
    'GroupBy',
    'Metrics',
    'NextPageToken',
    'Granularity',
    'TimePeriod',
    'MaxResults',
    'SearchString',
    'TagKey',
    'DateInterval',
    'Metric',
    'Dimension',
  );
  const base = {
    TimePeriod: { Start: '2026-11-16', End: '2026-11-18' },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
    Metric: 'UNBLENDED_COST',
    Dimension: 'SERVICE',
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        'GetCostAndUsage',
        'GetCostAndUsageWithResources',
        'GetDimensionValues',
        'GetTags',
        'GetAnomalies',
        'GetCostForecast',
      ),
      fc.dictionary(member, fc.oneof(filter, word, fc.jsonValue()), { maxKeys: 3 }),
      async (operation, more) => {
        const { status, text } = await send(operation, JSON.stringify({ ...base, ...more }));
        expect(status, text).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
});
