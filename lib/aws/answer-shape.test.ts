import { GetMetricData$, type GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it, test } from 'vitest';
import { describeAlarms } from '#lib/sources/alarms/describe-alarms.ts';
import { misfit } from './answer-shape.ts';
import { stubbedAws } from './testing/stubbed-aws.ts';

const [, , , , , answer] = GetMetricData$;
const at = new Date(0);
const result = { Id: 'm0', Label: 'x', Timestamps: [at], Values: [1], StatusCode: 'Complete', Messages: [{ Code: 'a', Value: 'b' }] };

describe('an answer', () => {
  it.each<[string, unknown, string | null]>([
    ['that is whole', { MetricDataResults: [result], NextToken: 'x' }, null],
    ['that leaves out what it may', {}, null],
    ['with members that the model does not know', { New: [{}], MetricDataResults: [{ ...result, Newer: 1 }] }, null],
    ['with null for what is left out', { MetricDataResults: null, NextToken: null }, null],
    ['that is a text', 'x', ''],
    ['with a text for a list', { MetricDataResults: 'x' }, '.MetricDataResults'],
    ['with an object for a list', { MetricDataResults: {} }, '.MetricDataResults'],
    ['with nothing in a list', { MetricDataResults: [result, null] }, '.MetricDataResults[1]'],
    ['with a number for a text', { MetricDataResults: [{ ...result, Id: 1 }] }, '.MetricDataResults[0].Id'],
    ['with a text for a number', { MetricDataResults: [{ ...result, Values: [1, '2'] }] }, '.MetricDataResults[0].Values[1]'],
    ['with a number for a time', { MetricDataResults: [{ ...result, Timestamps: [0] }] }, '.MetricDataResults[0].Timestamps[0]'],
    [
      'with a time that is none',
      { MetricDataResults: [{ ...result, Timestamps: [new Date(Number.NaN)] }] },
      '.MetricDataResults[0].Timestamps[0]',
    ],
    ['with a list for an object', { MetricDataResults: [{ ...result, Messages: [[]] }] }, '.MetricDataResults[0].Messages[0]'],
  ])('%s', (_, value, path) => {
    expect(misfit(answer, value)).toBe(path);
  });

  it('of 200,000 points costs milliseconds', () => {
    const points = Array.from({ length: 400 }, (_, i) => i);
    const many: Pick<GetMetricDataCommandOutput, 'MetricDataResults'> = {
      MetricDataResults: Array.from({ length: 500 }, (_, i) => ({ Id: `m${i}`, Timestamps: points.map(() => at), Values: points })),
    };
    const started = process.cpuUsage();
    expect(misfit(answer, many)).toBeNull();
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(300);
  });
});

test('what does not fit is told as an answer that cannot be read', async () => {
  const { aws, reader } = await stubbedAws(() => ({ body: { MetricAlarms: [{ AlarmName: ['a'] }] } }));
  await expect(describeAlarms(aws, reader)).rejects.toMatchObject({ name: 'AwsFailure', code: 'invalid-response' });
});
