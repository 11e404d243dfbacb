import { expect, it } from 'vitest';
import type { Alarm } from '#lib/domain/facts.ts';
import { applyAlarmEvent } from './apply-alarm-event.ts';

const SINCE = 1_000_000;
const alarm: Alarm = {
  name: 'a',
  arn: 'arn',
  kind: 'composite',
  state: 'OK',
  since: SINCE,
  reason: 'fine',
  evaluation: null,
  muted: false,
  actions: ['pager'],
  children: [],
  metric: null,
  threshold: null,
};
const told = (state: Alarm['state'], at: number, suppressed = false) => ({ state, reason: 'told', at, toldAt: at, suppressed });

it('takes a newer state, and keeps who is paged', () => {
  expect(applyAlarmEvent(alarm, told('ALARM', SINCE + 1))).toEqual({ ...alarm, state: 'ALARM', since: SINCE + 1, reason: 'told' });
});

it.each([
  ['that is older than what is known', told('ALARM', SINCE - 1)],
  ['of the change that is known already', told('ALARM', SINCE)],
  ['that tells the state that is known', told('OK', SINCE + 5)],
])('takes nothing of an event %s', (_what, event) => {
  expect(applyAlarmEvent(alarm, event)).toBe(alarm);
});

it('takes nothing that was told before what was applied last, in any order', () => {
  const firing = applyAlarmEvent(alarm, told('ALARM', SINCE + 10));
  const suppressed = applyAlarmEvent(firing, told('ALARM', SINCE + 30, true), SINCE + 10);
  expect(suppressed).toMatchObject({ state: 'ALARM', since: SINCE + 10, muted: true });
  expect(applyAlarmEvent(suppressed, told('ALARM', SINCE + 20), SINCE + 30)).toBe(suppressed);
});

it('mutes an alarm whose actions are disabled once it fires, as a read would', () => {
  expect(applyAlarmEvent({ ...alarm, actionsDisabled: true }, told('ALARM', SINCE + 1)).muted).toBe(true);
  const firing: Alarm = { ...alarm, actionsDisabled: true, state: 'ALARM', muted: true };
  expect(applyAlarmEvent(firing, told('OK', SINCE + 1)).muted).toBe(false);
});

it('takes ALARM after ALARM when nothing suppresses it any more', () => {
  const muted: Alarm = { ...alarm, state: 'ALARM', muted: true };
  expect(applyAlarmEvent(muted, told('ALARM', SINCE + 9))).toEqual({ ...muted, muted: false });
});

it('takes any state of an alarm of which AWS did not tell since when', () => {
  expect(applyAlarmEvent({ ...alarm, since: null }, told('ALARM', 5)).state).toBe('ALARM');
});
