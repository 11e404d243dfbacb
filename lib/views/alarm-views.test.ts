import { expect, test } from 'vitest';
import type { Alarm } from '#lib/domain/facts.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { alarmViews } from './alarm-views.ts';

const alarm = (name: string, change: Partial<Alarm> = {}): Alarm => ({
  name,
  arn: `arn:aws:cloudwatch:us-east-1:200000000001:alarm:${name}`,
  kind: 'metric',
  state: 'OK',
  since: null,
  reason: '',
  evaluation: null,
  muted: false,
  actions: ['arn:aws:sns:us-east-1:200000000001:page'],
  children: [],
  metric: null,
  threshold: null,
  ...change,
});
const registry = {
  organization: { accessPortal: null, portalRole: null },
  alarms: { critical: ['page-*'], ignore: [] },
} as unknown as Registry;

test('the worst alarms come first: ringing, among them the critical, then those that vote', () => {
  const { alarms, alarmCounts } = alarmViews(
    [
      alarm('ok'),
      alarm('informs', { state: 'ALARM', actions: [] }),
      alarm('rings', { state: 'ALARM' }),
      alarm('no-data', { state: 'INSUFFICIENT_DATA' }),
      alarm('page-1', { state: 'ALARM' }),
    ],
    registry,
  );
  expect(alarms.map(({ name }) => name)).toEqual(['page-1', 'rings', 'informs', 'no-data', 'ok']);
  expect(alarmCounts).toEqual({ all: 5, ringing: 3 });
});
