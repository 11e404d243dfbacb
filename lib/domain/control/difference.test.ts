import { describe, expect, it } from 'vitest';
import { fingerprintText } from './assemble-plan.ts';
import { difference } from './difference.ts';
import { planAction } from './plan-action.ts';
import { execution, NOW, picture, planningFacts, running } from './testing/fixture.ts';

type Given = NonNullable<Parameters<typeof picture>[0]>;

const base: Given = {
  executions: [execution('e9', { status: 'Stopped' }), execution('e5')],
  stages: {
    small: { latest: { executionId: 'e9', status: 'Stopped', type: 'STANDARD' } },
    large: { transition: { enabled: false, changedAt: 5 } },
  },
  succeeded: { small: [execution('e5')] },
};
const with_ = (stages: Given['stages'], more: Given = {}): Given => ({ ...base, ...more, stages: { ...base.stages, ...stages } });

function plan(given: Given, reason: string | null = null, now = NOW) {
  const planned = planAction(planningFacts('roll-back', { component: 'router' }, [picture(given)], { reason, now }), [
    { role: 'operator' },
  ]);
  if (!planned.allowed) throw new Error(planned.reason);
  return planned.plan;
}
const differ = (given: Given) => difference(plan(base), plan(given), (_, id) => id);

describe('the fingerprint', () => {
  it('is the same on the same world, whenever it was read and whatever the reason', () => {
    expect(fingerprintText(plan(base, 'a', NOW))).toBe(fingerprintText(plan(base, 'b', NOW + 60_000)));
  });

  it('does not depend on stages that the plan has nothing to do with', () => {
    const build = with_({ Build: { latest: { executionId: 'e10', status: 'InProgress', type: 'STANDARD' }, actions: [running('Image')] } });
    expect(fingerprintText(plan(build))).toBe(fingerprintText(plan(base)));
  });
});

describe('what changed is told', () => {
  it.each<[string, Given, string]>([
    ['an edited pipeline', { ...base, version: 5 }, 'The pipeline of router was edited: version 4 is now 5.'],
    [
      'another release',
      with_({ small: { latest: { executionId: 'e7', status: 'Succeeded', type: 'STANDARD' } } }),
      'router, small: e7 is there now, not e9.',
    ],
    [
      'another status',
      with_({ small: { latest: { executionId: 'e9', status: 'InProgress', type: 'STANDARD' } } }),
      'router, small: e9 was stopped and is under way now.',
    ],
    [
      'a door that was opened',
      with_({ large: { transition: { enabled: true } } }),
      'router, large: the door before it was opened meanwhile.',
    ],
    [
      'a door that was opened and closed',
      with_({ large: { transition: { enabled: false, changedAt: 6 } } }),
      'router, large: somebody opened and closed the door before it meanwhile.',
    ],
    [
      'who waits',
      with_({ large: { inbound: ['e8'], transition: { enabled: false, changedAt: 5 } } }),
      'router, large: e8 came to wait before it.',
    ],
    ['another candidate', { ...base, succeeded: { small: [execution('e4')] } }, 'router: it would now put e4 back into small.'],
    ['no candidate', { ...base, succeeded: { small: [] } }, 'router: it would no longer put e5000 back into small: No earlier release'],
  ])('%s', (_what, given, text) => {
    expect(fingerprintText(plan(given))).not.toBe(fingerprintText(plan(base)));
    expect(differ(given).join('\n')).toContain(text);
  });

  it('is never silent', () => {
    expect(differ(base)).toEqual(['What the plan was based on has changed.']);
  });
});
