import { describe, expect, it } from 'vitest';
import { NOW } from '#lib/domain/release/fixture.ts';
import type { Pause, Rollout } from '#lib/domain/release/rollout.ts';
import { rolloutOf } from '#lib/domain/release/testing/rollout-of.ts';
import { HOUR, MINUTE } from '#lib/domain/series.ts';
import { pauseReminders } from './pause-reminders.ts';
import { untilWords } from './pause-words.ts';

const pause = (more: Partial<Pause> = {}): Pause => ({
  by: 'Olga',
  at: NOW - HOUR,
  reason: 'freeze',
  owner: null,
  until: NOW - MINUTE,
  ...more,
});

/** A component whose doors before some waves are closed. */
function paused(component: string, waves: readonly string[], more: Partial<Pause> = {}): Rollout {
  const rollout = rolloutOf(component, ['small', 'large'], new Map());
  return { ...rollout, stages: rollout.stages.map((stage) => (waves.includes(stage.name) ? { ...stage, paused: pause(more) } : stage)) };
}

describe('the end of a pause', () => {
  it('is told before and after it has come', () => {
    const until = Date.UTC(2026, 10, 24, 9);
    expect(untilWords(pause({ until }), until - HOUR)).toBe('until 09:00, then ask');
    expect(untilWords(pause({ until }), until)).toBe('until 09:00, which has passed');
    expect(untilWords(pause({ until }), until - 48 * HOUR)).toBe('until Nov 24, 09:00, then ask');
    expect(untilWords(pause({ until: null }), until)).toBe('');
  });

  it('is no reminder while it has not come, or where none was named', () => {
    expect(pauseReminders([paused('router', ['small'], { until: NOW + 1 }), paused('auth', ['small'], { until: null })], NOW)).toEqual([]);
  });

  it('reminds of one door, with what to resume or extend', () => {
    const [reminder, ...others] = pauseReminders([paused('router', ['small'], { owner: 'Max' })], NOW);
    expect(others).toEqual([]);
    expect(reminder?.text).toMatch(/^router is paused before small by Olga \(Max looks after it\) until \d\d:\d\d, which has passed\.$/);
    expect(reminder?.target).toEqual({ component: 'router', stage: 'small' });
  });

  it('reminds once of a freeze of many components, and of those alone', () => {
    const frozen = ['router', 'auth', 'topics', 'cache'].map((name) => paused(name, ['small', 'large']));
    const reminders = pauseReminders([...frozen, paused('billing', ['small'], { by: 'Max' })], NOW);
    expect(reminders.map(({ text }) => text.replace(/until .*/, ''))).toEqual([
      '4 components are paused before small and large by Olga ',
      'billing is paused before small by Max ',
    ]);
    expect(reminders[0]?.target).toEqual({
      component: '*',
      components: ['router', 'auth', 'topics', 'cache'],
      waves: ['small', 'large'],
    });
  });

  it('offers no action where none would mean just those doors', () => {
    const rollout = paused('router', ['small', 'large']);
    const stages = rollout.stages.map((stage) => ({ ...stage, wave: null }));
    expect(pauseReminders([{ ...rollout, stages }], NOW)[0]?.target).toBeNull();
    expect(pauseReminders([paused('router', ['small']), paused('auth', ['large'])], NOW)[0]?.target).toBeNull();
  });
});
