import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, CallProgress } from '#lib/domain/control/action.ts';
import { actCall } from './act-call.ts';
import type { ControllerSessions } from './controller-sessions.ts';
import type { LiveAction } from './live-action.ts';
import type { ActionParts } from './ports.ts';
import { type ControlBed, startControlBed } from './testing/control-bed.ts';

describe('a door that AWS is too busy for', () => {
  let bed: ControlBed;
  beforeAll(async () => {
    bed = await startControlBed({ timing: { doorBusyMs: [20], stoppingBusyMs: [20, 40, ...Array.from({ length: 8 }, () => 400)] } });
  });
  afterAll(() => bed.end());
  const calls = ({ calls: all }: Action, operation: CallProgress['operation']) => all.filter((call) => call.operation === operation);

  it('keeps no stop waiting, and is tried again after it', async () => {
    await bed.release('router', 'Build', 'Build');
    await bed.fault('DisableStageTransition', 'throttle');
    await bed.forgetCalls();
    const { id } = await bed.begin('halt-rollout', { component: 'router' });
    const stopped = await bed.until(async () => {
      const action = await bed.app.actions.find(id);
      return action && calls(action, 'StopPipelineExecution').every(({ state }) => state === 'accepted') && action;
    }, 'the stop');
    expect(new Set(calls(stopped, 'DisableStageTransition').map(({ state }) => state))).not.toContain('failed');
    await bed.clearFaults();
    const action = await bed.ended(id);
    expect(action.state).toBe('done');
    const [first] = calls(action, 'DisableStageTransition');
    expect(first?.sentAt).toBeGreaterThan(calls(action, 'StopPipelineExecution')[0]?.sentAt ?? Number.NaN);
    const told = await bed.app.store.searchAudit({ actionId: id }, null, 500);
    expect(told.filter(({ detail }) => (detail as { state?: string }).state === 'failed')).toEqual([]);
  });
});

describe('a call that is refused', () => {
  const call = { key: 'one', operation: 'DisableStageTransition' };

  /** How often it was tried, and where it ended, when AWS refuses it by that name for ever. */
  async function refused(name: string, briefly?: readonly number[]) {
    let tries = 0;
    let state = 'recorded';
    const of = () => {
      tries++;
      throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400 } });
    };
    const update = (_: unknown, change: Partial<CallProgress>) => {
      state = change.state ?? state;
    };
    const live = {
      action: { verb: 'halt-all' },
      whyNot: async () => null,
      cancelled: new AbortController().signal,
      update,
    } as unknown as LiveAction;
    const parts = { timing: { busyMs: [1, 1], stoppingBusyMs: [1, 1, 1, 1, 1] } } as unknown as ActionParts;
    await actCall(live, call as Parameters<typeof actCall>[1], { of } as unknown as ControllerSessions, parts, briefly);
    return [tries, state];
  }

  it('for being busy is sent again for long when it stops, but not for a limit that stays reached', async () => {
    expect(await refused('ThrottlingException')).toEqual([6, 'failed']);
    expect(await refused('RequestLimitExceeded')).toEqual([6, 'failed']);
    expect(await refused('LimitExceededException')).toEqual([3, 'failed']);
  });

  it('is left to be made later where others wait for it, unless it is refused for good', async () => {
    expect(await refused('ThrottlingException', [1])).toEqual([2, 'recorded']);
    expect(await refused('ThrottlingException', [])).toEqual([1, 'recorded']);
    expect(await refused('AccessDeniedException', [1])).toEqual([1, 'failed']);
  });
});
