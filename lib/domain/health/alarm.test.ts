import { describe, expect, it } from 'vitest';
import type { Alarm } from '../facts.ts';
import { judgeAlarms } from './alarm.ts';
import { alarmVotes } from './alarm-votes.ts';
import { alarm, facts, NOW, subject } from './fixture.ts';
import { matchesGlob } from './matches-glob.ts';
import { toReading } from './reading.ts';

const PATTERNS = { critical: ['*-critical'], ignore: ['TargetTracking-*'] };
const POLICY = 'arn:aws:autoscaling:eu-west-1:200000000001:scalingPolicy:1:resource/ecs/service/a:policyName/b';
const judge = (...alarms: Alarm[]) => judgeAlarms(toReading(subject(), { ...facts(), alarms }), PATTERNS, NOW);

describe('alarms', () => {
  it('make the cell degraded, or critical where the registry names them so', () => {
    expect(judge(alarm('prod-euw1-b-queue'))).toMatchObject([{ health: 'degraded', text: 'alarm queue', informs: false }]);
    expect(judge(alarm('errors-critical'))).toMatchObject([{ health: 'critical' }]);
    expect(judge(alarm('a', { state: 'OK' }), alarm('b', { state: 'INSUFFICIENT_DATA' }))).toEqual([]);
  });

  it('are counted in the text and named in the detail', () => {
    const [one] = judge(alarm('a'), alarm('b'), alarm('c'));
    expect(one?.text).toBe('3 alarms');
    expect(one?.detail).toContain('a, b and c are in ALARM');
  });

  it('make it at most degraded while muted, and say so', () => {
    expect(judge(alarm('errors-critical', { muted: true }))).toMatchObject([{ health: 'degraded', text: 'alarm errors-critical, muted' }]);
  });

  it('vote for themselves when the composite over them pages nobody', () => {
    const overview = alarm('overview', { kind: 'composite', state: 'OK', actions: [], children: ['child'] });
    expect(judge(overview, alarm('child'))).toMatchObject([{ health: 'degraded', informs: false }]);
  });

  it('do not vote as children of a composite or without actions, and are told', () => {
    const composite = alarm('page', { kind: 'composite', state: 'OK', children: ['child'] });
    expect(judge(composite, alarm('child'))).toMatchObject([{ informs: true }]);
    expect(judge(alarm('a', { actions: [] }))).toMatchObject([{ informs: true }]);
  });

  it('say nothing when the registry ignores them or they only scale', () => {
    expect(judge(alarm('TargetTracking-a'), alarm('b', { actions: [POLICY] }))).toEqual([]);
    expect(judge(alarm('b', { actions: [POLICY, 'arn:aws:sns:eu-west-1:200000000001:on-call'] }))).toMatchObject([{ informs: false }]);
  });

  it('are unknown, never green, when a voting one could not be evaluated', () => {
    expect(judge(alarm('a', { state: 'OK', evaluation: 'PARTIAL_DATA' }))).toMatchObject([
      { health: 'no-data', text: 'alarm a not evaluated' },
    ]);
    expect(judge(alarm('a', { state: 'OK', evaluation: 'EVALUATION_ERROR', actions: [] }))).toEqual([]);
  });

  it('that name no cell of their account vote as others do, and say why every cell there shows them', () => {
    const [one] = judge(alarm('database', { inAccount: true }));
    expect(one).toMatchObject({ health: 'degraded', text: 'alarm database, in the account', informs: false });
    expect(one?.detail).toContain('Every cell of this account shows database');
    const [both] = judge(alarm('own'), alarm('database', { inAccount: true }));
    expect(both?.text).toBe('2 alarms');
    expect(judge(alarm('db-critical', { inAccount: true }))).toMatchObject([{ health: 'critical' }]);
  });

  it('that the registry names critical vote even as children or without actions', () => {
    const votes = alarmVotes([alarm('x-critical', { actions: [] }), alarm('TargetTracking-critical')], PATTERNS);
    expect([...votes.values()]).toEqual(['critical', 'ignored']);
  });
});

describe('glob patterns', () => {
  it('match whole names, with * and ? only', () => {
    expect(matchesGlob('a-critical', ['*-critical'])).toBe(true);
    expect(matchesGlob('a-critical-not', ['*-critical'])).toBe(false);
    expect(matchesGlob('a.b', ['a?b'])).toBe(true);
    expect(matchesGlob('axb', ['a.b'])).toBe(false);
    expect(matchesGlob('[x]', ['[x]'])).toBe(true);
    expect(matchesGlob('a', [])).toBe(false);
  });

  it('stay fast on runs of stars', () => {
    expect(matchesGlob('a'.repeat(5_000), [`${'*'.repeat(50)}b`])).toBe(false);
  });
});
