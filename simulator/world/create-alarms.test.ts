import { beforeEach, describe, expect, test } from 'vitest';
import { createWorld } from './create-world.ts';
import type { AlarmDefinition, AlarmWorld, CellWorld, World } from './types.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 24, 1, 30, 30);
let now = START;
let world: World;
let cell: CellWorld;

beforeEach(() => {
  now = START;
  world = createWorld({ cells: 12, seed: 9, clock: { now: () => now } });
  cell = world.cells.find(({ wave }) => wave === 'medium') as CellWorld;
});

const describeAll = () => world.alarms.describe(cell.accountId, cell.region);
const alarm = (name: string) => describeAll().find((one) => one.name === name) as AlarmWorld;
const own = (name: string) => `${cell.name}-${name}`;
const set = (name: string, state: AlarmWorld['state']) => world.alarms.setState(cell.accountId, cell.region, name, state, 'by hand', null);
const history = (name: string) =>
  world.alarms
    .history(cell.accountId, cell.region)
    .filter((item) => item.alarmName === name)
    .map((item) => [item.type, item.summary]);

const PLAIN = { description: null, actionsEnabled: true, okActions: [], alarmActions: [], insufficientDataActions: [] };
function composite(name: string, rule: string, actionsSuppressor: string | null = null): AlarmDefinition {
  return { ...PLAIN, name, kind: 'composite', metric: null, composite: { rule, actionsSuppressor, actionsSuppressedBy: null } };
}
function ownMetric(name: string, treatMissingData: NonNullable<AlarmWorld['metric']>['treatMissingData']): AlarmDefinition {
  return {
    ...PLAIN,
    name,
    kind: 'metric',
    composite: null,
    metric: {
      key: { namespace: 'Shop', name: 'Failures', dimensions: [] },
      accountId: null,
      statistic: 'Sum',
      extendedStatistic: null,
      periodSeconds: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      threshold: 5,
      comparisonOperator: 'GreaterThanThreshold',
      treatMissingData,
      unit: null,
    },
  };
}
const put = (definition: AlarmDefinition) => world.alarms.put(cell.accountId, cell.region, definition);
const report = (value: number) =>
  world.metrics.put(cell.accountId, cell.region, 'Shop', [
    { name: 'Failures', dimensions: [], timestamp: now, unit: null, values: [value], counts: [1] },
  ]);

describe('a cell’s own alarms', () => {
  test('are all OK for days while nothing happens', () => {
    for (let day = 0; day < 3; day++) {
      expect(describeAll().map(({ state }) => state)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK']);
      now += 1440 * MINUTE;
    }
    expect(world.alarms.history(cell.accountId, cell.region)).toEqual([]);
  });

  test('fire within three minutes of errors, page in the same minute, and recover after', () => {
    world.incidents.start({ cell: cell.name, kind: 'errors', severity: 1 });
    now += 3 * MINUTE + 22_000;
    expect(alarm(own('errors-critical'))).toMatchObject({
      state: 'ALARM',
      stateReason: expect.stringContaining('Threshold Crossed: 2 out of'),
    });
    const page = alarm(own('page'));
    expect(page).toMatchObject({ state: 'ALARM', stateTransitionedAt: alarm(own('errors-critical')).stateTransitionedAt });
    expect(page.stateReason).toContain(`alarm:${own('errors-critical')} transitioned to ALARM at`);
    world.incidents.end();
    now += 3 * MINUTE;
    expect([alarm(own('errors-critical')).state, alarm(own('page')).state]).toEqual(['OK', 'OK']);
    expect(history(own('page'))).toEqual([
      ['StateUpdate', 'Alarm updated from ALARM to OK'],
      ['StateUpdate', 'Alarm updated from OK to ALARM'],
    ]);
  });

  test('are evaluated again in the minute after a transition', () => {
    world.alarms.put(cell.accountId, cell.region, ownMetric('flapping', 'notBreaching'));
    const states: string[] = [];
    for (let minute = 0; minute < 12; minute++) {
      report(minute % 4 < 2 ? 10 : 0);
      now += MINUTE;
      states.push(alarm('flapping').state);
    }
    // Two breaching minutes of four: in ALARM for exactly one minute, then OK at once.
    expect(states.filter((state) => state === 'ALARM')).toHaveLength(3);
    expect(states.join()).not.toContain('ALARM,ALARM');
  });

  test('say the same whether looked at every minute or once after hours', () => {
    const script = (look: boolean) => {
      now = START;
      world = createWorld({ cells: 12, seed: 9, clock: { now: () => now } });
      for (let minute = 0; minute < 120; minute++) {
        if (minute === 10) world.incidents.start({ cell: cell.name, kind: 'latency', severity: 1 });
        if (minute === 40) world.incidents.end();
        if (minute === 60) world.incidents.start({ cell: cell.name, kind: 'silence', severity: 1 });
        if (look) describeAll();
        now += MINUTE;
      }
      return [describeAll(), world.alarms.history(cell.accountId, cell.region)];
    };
    const often = script(true) as [AlarmWorld[], unknown[]];
    const once = script(false) as [AlarmWorld[], unknown[]];
    expect(often[1].length).toBeGreaterThan(4);
    expect(once[1]).toEqual(often[1]);
    expect(once[0].map(({ name, state }) => [name, state])).toEqual(often[0].map(({ name, state }) => [name, state]));
  });
});

test.each([
  ['missing', 'INSUFFICIENT_DATA'],
  ['ignore', 'ALARM'],
  ['breaching', 'ALARM'],
  ['notBreaching', 'OK'],
] as const)('an alarm whose metric goes away becomes, treating it as %s, %s', (treatment, expected) => {
  put(ownMetric('own', treatment));
  expect(alarm('own')).toMatchObject({ state: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' });
  for (let minute = 0; minute < 4; minute++) {
    report(10);
    now += MINUTE;
  }
  expect(alarm('own').state).toBe('ALARM');
  now += 10 * MINUTE;
  expect(alarm('own').state).toBe(expected);
});

describe('a state set by hand', () => {
  test('stays for a whole period, then the metric decides', () => {
    const name = own('latency-high');
    set(name, 'ALARM');
    expect(alarm(name)).toMatchObject({ state: 'ALARM', stateReason: 'by hand', stateTransitionedAt: START });
    now += 59_000;
    expect(alarm(name).state).toBe('ALARM');
    now += 2 * MINUTE;
    expect(alarm(name).state).toBe('OK');
  });

  test('moves the composites above it at once', () => {
    expect(set(own('errors-critical'), 'ALARM')).toBe(true);
    expect(alarm(own('page'))).toMatchObject({ state: 'ALARM', stateTransitionedAt: START });
    now += 3 * MINUTE;
    expect(alarm(own('page')).state).toBe('OK');
  });

  test('of a composite stays for a minute, then the rule decides', () => {
    set(own('page'), 'ALARM');
    now += 30_000;
    expect(alarm(own('page')).state).toBe('ALARM');
    now += 2 * MINUTE;
    expect(alarm(own('page')).state).toBe('OK');
  });

  test('is refused for an alarm that does not exist', () => {
    expect(set('nothing', 'OK')).toBe(false);
  });
});

describe('a composite alarm', () => {
  test('is INSUFFICIENT_DATA only between its creation and its first evaluation', () => {
    put(ownMetric('no-data', 'missing'));
    put(composite('any', 'ALARM("no-data")'));
    put(composite('all', `OK("${own('latency-high')}") AND INSUFFICIENT_DATA("no-data")`));
    expect([alarm('any').state, alarm('all').state]).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
    now += 1000;
    expect(alarm('any')).toMatchObject({ state: 'OK', stateReason: `${alarm('any').arn} was created and its alarm rule evaluates to OK` });
    expect(alarm('all').state).toBe('ALARM');
    for (let minute = 0; minute < 5; minute++) {
      now += MINUTE;
      expect([alarm('any').state, alarm('all').state]).toEqual(['OK', 'ALARM']);
    }
  });

  test('keeps its state when its rule is changed, until it is evaluated', () => {
    put(composite('mine', 'TRUE'));
    now += 1000;
    expect(alarm('mine').state).toBe('ALARM');
    put(composite('mine', 'FALSE'));
    expect(alarm('mine').state).toBe('ALARM');
    now += 1000;
    expect(alarm('mine').state).toBe('OK');
  });

  test('may watch composites that watch composites, in any order, and even itself', () => {
    put(composite('a', 'ALARM(b)'));
    put(composite('b', 'ALARM(c)'));
    put(composite('c', 'ALARM(d)'));
    put(composite('d', `ALARM("${own('errors-critical')}")`));
    put(composite('liar', 'NOT ALARM(liar)'));
    now += 1000;
    expect(['a', 'b', 'c', 'd'].map((name) => alarm(name).state)).toEqual(['OK', 'OK', 'OK', 'OK']);
    set(own('errors-critical'), 'ALARM');
    expect(['a', 'b', 'c', 'd'].map((name) => alarm(name).state)).toEqual(['ALARM', 'ALARM', 'ALARM', 'ALARM']);
  });

  test('is suppressed while its suppressor is in ALARM, and changes state all the same', () => {
    put(composite('maintenance', 'FALSE'));
    put(composite('mine', `ALARM("${own('errors-critical')}")`, alarm('maintenance').arn));
    now += 1000;
    set('maintenance', 'ALARM');
    set(own('errors-critical'), 'ALARM');
    expect(alarm('mine')).toMatchObject({ state: 'ALARM', composite: { actionsSuppressedBy: 'Alarm' } });
    set('maintenance', 'OK');
    expect(alarm('mine')).toMatchObject({ state: 'ALARM', composite: { actionsSuppressedBy: null } });
  });

  test('with a rule that can’t be read is refused and leaves nothing behind', () => {
    expect(() => put(composite('broken', 'ALARM('))).toThrow(SyntaxError);
    expect(describeAll().map(({ name }) => name)).not.toContain('broken');
  });
});
