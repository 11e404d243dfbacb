import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARM_STATES, type Alarm, type AlarmChange } from '#lib/domain/facts.ts';
import { alarmPeriods } from './alarm-periods.ts';

const at = (minute: number) => minute * 60_000;
const iso = (minute: number) => new Date(at(minute)).toISOString();
const START = at(100);

function alarm(state: Alarm['state'], since: number | null, name = 'a'): Alarm {
  return {
    name,
    arn: '',
    kind: 'metric',
    state,
    since,
    reason: '',
    evaluation: null,
    muted: false,
    actions: [],
    children: [],
    metric: null,
    threshold: null,
  };
}

const change = (minute: number, from: AlarmChange['from'], to: AlarmChange['to'], name = 'a'): AlarmChange => ({
  alarm: name,
  at: at(minute),
  from,
  to,
});

const periods = (changes: readonly AlarmChange[] | null, alarms: readonly Alarm[], since = START) =>
  alarmPeriods({ start: START, past: changes && { changes, since }, alarms, ignored: (name) => name.startsWith('scaling') });

describe('periods in alarm', () => {
  test('begin when an alarm starts to ring and end when it stops, in whatever order the changes come', () => {
    expect(periods([change(130, 'ALARM', 'OK'), change(120, 'OK', 'ALARM')], [alarm('OK', at(130))])).toEqual([
      { alarm: 'a', from: iso(120), to: iso(130) },
    ]);
  });

  test('reach back to the start of the range when the alarm rang before', () => {
    expect(periods([change(110, 'ALARM', 'OK')], [alarm('OK', at(110))])).toEqual([{ alarm: 'a', from: iso(100), to: iso(110) }]);
    expect(periods([], [alarm('ALARM', at(5))])).toEqual([{ alarm: 'a', from: iso(100), to: null }]);
  });

  test('claim nothing of the time before a history that was cut', () => {
    expect(periods([change(150, 'ALARM', 'OK')], [alarm('OK', at(150))], at(140))).toEqual([{ alarm: 'a', from: iso(140), to: iso(150) }]);
  });

  test('without a history show what rings now, and since when', () => {
    expect(periods(null, [alarm('ALARM', at(120)), alarm('OK', at(110), 'b')])).toEqual([{ alarm: 'a', from: iso(120), to: null }]);
    expect(periods(null, [alarm('ALARM', null)])).toEqual([]);
  });

  test('end with what is known now, when the alarm stopped after its history was read', () => {
    expect(periods([change(120, 'OK', 'ALARM')], [alarm('OK', at(140))])).toEqual([{ alarm: 'a', from: iso(120), to: iso(140) }]);
  });

  test('begin with what is known now, when the alarm rings since its history was read', () => {
    expect(periods([change(110, 'ALARM', 'OK')], [alarm('ALARM', at(150))])).toEqual([
      { alarm: 'a', from: iso(100), to: iso(110) },
      { alarm: 'a', from: iso(150), to: null },
    ]);
  });

  test('go by the history where the present state was read before it', () => {
    expect(periods([change(120, 'OK', 'ALARM')], [alarm('OK', at(90))])).toEqual([{ alarm: 'a', from: iso(120), to: null }]);
    expect(periods([change(120, 'OK', 'ALARM'), change(130, 'ALARM', 'OK')], [alarm('ALARM', at(120))])).toEqual([
      { alarm: 'a', from: iso(120), to: iso(130) },
    ]);
  });

  test('of a deleted alarm do not go on ringing', () => {
    expect(periods([change(120, 'OK', 'ALARM')], [])).toEqual([{ alarm: 'a', from: iso(120), to: iso(120) }]);
  });

  test('no data is not ringing, and a repeated ALARM is one period', () => {
    const changes = [change(110, 'OK', 'ALARM'), change(115, 'ALARM', 'ALARM'), change(120, 'ALARM', 'INSUFFICIENT_DATA')];
    expect(periods(changes, [alarm('INSUFFICIENT_DATA', at(120))])).toEqual([{ alarm: 'a', from: iso(110), to: iso(120) }]);
  });

  test('of ignored alarms are left out', () => {
    expect(periods([change(110, 'OK', 'ALARM', 'scaling-high')], [alarm('ALARM', at(110), 'scaling-high')])).toEqual([]);
  });

  test('one that ended before the range is left out, although a longer history was read', () => {
    const changes = [change(20, 'OK', 'ALARM'), change(30, 'ALARM', 'OK'), change(90, 'OK', 'ALARM'), change(110, 'ALARM', 'OK')];
    expect(periods(changes, [alarm('OK', at(110))], at(0))).toEqual([{ alarm: 'a', from: iso(100), to: iso(110) }]);
  });

  test('of one alarm never overlap, never run backwards, and are open only while it rings', () => {
    const state = fc.constantFrom(...ALARM_STATES);
    const changes = fc.array(
      fc.record({ alarm: fc.constant('a'), at: fc.integer({ min: START, max: at(200) }), from: fc.option(state), to: state }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(changes, state, (past, now) => {
        const since = 1 + Math.max(START, ...past.map((each) => each.at));
        const found = periods(past, [alarm(now, since)]);
        for (const [i, { from, to }] of found.entries()) {
          if (to === null) expect([now, i]).toEqual(['ALARM', found.length - 1]);
          else expect(to >= from).toBe(true);
          const next = found[i + 1];
          if (next) expect(next.from >= (to ?? '')).toBe(true);
        }
      }),
    );
  });
});
