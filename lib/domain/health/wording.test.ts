import { expect, test } from 'vitest';
import { alarmReason, apart, listed, sentence } from './wording.ts';

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

test('words of others are told as they are, and set apart where they would turn the sentence', () => {
  expect(apart('prod-use1-a 🚀 <b>')).toBe('prod-use1-a 🚀 <b>');
  expect(apart('خلية')).toBe('\u2068خلية\u2069');
  expect(listed(['a', 'b \u202e c'])).toBe('a and \u2068b \u202e c\u2069');
});
