import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, Series } from '../series.ts';
import { judgeErrorBudget } from './error-budget.ts';
import { facts, LAST, reading, subject } from './fixture.ts';
import { toReading } from './reading.ts';

describe('error budget', () => {
  it('is critical when 5 minutes and the hour burn 14.4 times as fast as they may, from exactly there on', () => {
    // 1.44 % of 1,000 a minute is 14.4: in each of the 60 minutes 15 are over it, 14 are not.
    expect(judgeErrorBudget(reading({ errors: (ago) => (ago < 60 ? 15 : 0) }))).toMatchObject({ health: 'critical', text: 'errors 1.5 %' });
    expect(judgeErrorBudget(reading({ errors: (ago) => (ago < 60 ? 14 : 0) }))?.health).not.toBe('critical');
  });

  it('is not critical when only the short window or only the long one burns', () => {
    expect(judgeErrorBudget(reading({ errors: (ago) => (ago < 5 ? 100 : 0) }))).toBeNull();
    expect(judgeErrorBudget(reading({ errors: (ago) => (ago >= 5 && ago < 30 ? 200 : 0) }))?.health).not.toBe('critical');
  });

  it('is degraded at 6 times over 30 minutes and 6 hours', () => {
    expect(judgeErrorBudget(reading({ errors: () => 7 }))).toMatchObject({ health: 'degraded', text: 'errors 0.7 %' });
  });

  it('is degraded at the rate of the objective over 6 hours and 3 days, by hourly points', () => {
    const slow = facts({ errors: () => 2 }, { hours: true });
    const hours = new Series(HOUR, 200);
    for (let hour = Math.floor(LAST / 60) - 100; hour < Math.floor(LAST / 60); hour++) hours.set(hour, 2 * 60);
    expect(judgeErrorBudget(toReading(subject(), { ...slow, hours: { requests: slow.hours.requests, errors: hours } }))).toMatchObject({
      health: 'degraded',
    });
    // Six bad hours after good days do not use up three days of budget.
    expect(judgeErrorBudget(toReading(subject(), slow))).toBeNull();
  });

  it('lets a window vote from 10 errors on', () => {
    const shape = (errors: number) => ({ requests: () => 20, errors: (ago: number) => (ago === 0 ? errors : 0) });
    expect(judgeErrorBudget(reading(shape(9)))).toBeNull();
    expect(judgeErrorBudget(toReading(subject(), facts(shape(18), { minutes: 60 })))?.health).toBe('critical');
  });

  it('does not take six hours of history for three days', () => {
    expect(judgeErrorBudget(reading({ errors: () => 2 }))).toBeNull();
  });

  it('sees a severe sickness in the first minutes of data, but does not blow up a short blip', () => {
    const first = (errors: number) => judgeErrorBudget(toReading(subject(), facts({ errors: () => errors }, { minutes: 5 })));
    expect(first(400)?.health).toBe('critical');
    expect(first(20)).toBeNull();
  });

  it('takes a minute without an errors point as none while requests has one', () => {
    const sparse = reading({ errors: (ago) => (ago % 2 === 0 && ago < 60 ? 40 : Number.NaN) });
    expect(judgeErrorBudget(sparse)).toMatchObject({ health: 'critical', text: 'errors 2.4 %' });
  });

  it('tells when the errors began', () => {
    expect(judgeErrorBudget(reading({ errors: (ago) => (ago < 12 ? 300 : 0) }))?.since).toBe((LAST - 11) * MINUTE);
  });
});
