import { expect, test } from 'vitest';
import { alarmReason, sentence } from './wording.ts';

test('a cause becomes a sentence, and a sentence stays one', () => {
  expect(sentence('access denied: add that action')).toBe('Access denied: add that action.');
  expect(sentence('AWS throttles.')).toBe('AWS throttles.');
});

test('an alarm’s reason is told without endless figures and ARNs, and else as AWS words it', () => {
  expect(alarmReason('Threshold Crossed: 1 datapoint [603.4246723283968 (24/11/26 17:01:00)] was greater than (600.0).')).toBe(
    'Threshold Crossed: 1 datapoint [603.425 (24/11/26 17:01:00)] was greater than (600.0).',
  );
  expect(alarmReason('arn:aws-us-gov:cloudwatch:us-gov-east-1:200000000008:alarm:a-critical transitioned to ALARM')).toBe(
    'a-critical transitioned to ALARM',
  );
});
