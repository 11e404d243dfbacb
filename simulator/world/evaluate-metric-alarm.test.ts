import { describe, expect, test } from 'vitest';
import { evaluateMetricAlarm } from './evaluate-metric-alarm.ts';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const [OK, ALARM, NONE, KEPT] = ['OK', 'ALARM', 'INSUFFICIENT_DATA', null];

/** Oldest first, as CloudWatch's own table is written: 0 is fine, X breaches, - is missing. */
function evaluate(row: string, needed: number, treatMissingData: (typeof TREATMENTS)[number]) {
  const range = row
    .split(' ')
    .map((mark, i) => ({ at: i * 60_000, value: mark === '-' ? null : mark === 'X' ? 9 : 1 }))
    .toReversed();
  const alarm = {
    evaluationPeriods: 3,
    datapointsToAlarm: needed,
    threshold: 5,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData,
  };
  return evaluateMetricAlarm(alarm, range);
}

describe('missing data, as in CloudWatch’s tables', () => {
  test.each([
    ['0 - X - X', 3, [OK, OK, OK, OK]],
    ['0 X X - X', 3, [ALARM, ALARM, ALARM, ALARM]],
    ['- - - - 0', 3, [OK, OK, OK, OK]],
    ['- - - - -', 3, [NONE, KEPT, ALARM, OK]],
    ['- - X - -', 3, [ALARM, KEPT, ALARM, OK]],
    ['0 - X - X', 2, [ALARM, ALARM, ALARM, ALARM]],
    ['0 0 X 0 X', 2, [ALARM, ALARM, ALARM, ALARM]],
    ['0 - X - -', 2, [OK, OK, ALARM, OK]],
    ['- - - - 0', 2, [OK, OK, ALARM, OK]],
    ['- - - X -', 2, [ALARM, KEPT, ALARM, OK]],
  ] as const)('%s, %i of 3', (row, needed, expected) => {
    expect(TREATMENTS.map((treatment) => evaluate(row, needed, treatment)?.state ?? null)).toEqual(expected);
  });
});

test.each([
  ['GreaterThanThreshold', [OK, OK, ALARM]],
  ['GreaterThanOrEqualToThreshold', [OK, ALARM, ALARM]],
  ['LessThanThreshold', [ALARM, OK, OK]],
  ['LessThanOrEqualToThreshold', [ALARM, ALARM, OK]],
])('%s compares 4, 5 and 6 with 5', (comparisonOperator, expected) => {
  const alarm = { evaluationPeriods: 1, datapointsToAlarm: null, threshold: 5, comparisonOperator, treatMissingData: 'missing' as const };
  expect([4, 5, 6].map((value) => evaluateMetricAlarm(alarm, [{ at: 0, value }])?.state)).toEqual(expected);
});

test('says why in CloudWatch’s words', () => {
  expect(evaluate('0 X X X X', 3, 'missing')?.reason).toBe(
    'Threshold Crossed: 3 out of the last 3 datapoints [9.0 (01/01/70 00:04:00), 9.0 (01/01/70 00:03:00), 9.0 (01/01/70 00:02:00)] were greater than the threshold (5.0) (minimum 3 datapoints for OK -> ALARM transition).',
  );
  expect(evaluate('- - - - -', 3, 'breaching')?.reason).toBe(
    'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
  );
  expect(evaluate('- - - - -', 3, 'missing')?.reason).toBe('Insufficient Data: no datapoints were received for 3 periods.');
});
