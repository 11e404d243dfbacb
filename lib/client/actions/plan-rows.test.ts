import { expect, test } from 'vitest';
import type { Plan, PlannedCall } from '#lib/domain/control/action.ts';
import { planRows } from './plan-rows.ts';

const call = (component: string, text: string, cells: string[] = []): PlannedCall => ({
  key: `${component}/${text}`,
  component,
  pipeline: {
    name: component,
    accountId: '100000000003',
    region: 'us-east-1',
    arn: `arn:aws:codepipeline:us-east-1:100000000003:${component}`,
  },
  service: 'CodePipeline',
  operation: 'DisableStageTransition',
  input: {},
  text,
  step: 1,
  stage: null,
  cells,
});

const plan = (change: Partial<Plan>): Plan => ({
  verb: 'halt-all',
  target: { component: '*' },
  title: 'Halt all',
  summary: '',
  calls: [],
  impossible: [],
  warnings: [],
  moves: [],
  blastRadius: { cells: [], trafficShare: null },
  typedName: null,
  reason: '',
  reasonSent: null,
  secondPerson: false,
  instead: null,
  basis: [],
  fingerprint: '',
  ...change,
});

test('halting tells what becomes of each component, once', () => {
  const rows = planRows(
    plan({ calls: [call('auth', 'close large', ['a', 'b']), call('auth', 'stop c03d5', ['b']), call('router', 'abandon bake')] }),
  );
  expect(rows.map(({ component, text, cells }) => [component, text, cells])).toEqual([
    ['auth', 'close large; stop c03d5', 2],
    ['router', 'abandon bake', 0],
  ]);
});

test('doors that are closed are told together', () => {
  const [row] = planRows(
    plan({ calls: [call('auth', 'close the door before Build'), call('auth', 'stop c03d5'), call('auth', 'close the door before small')] }),
  );
  expect(row?.text).toBe('close the doors before Build and small; stop c03d5');
});

test('rolling back tells from which version to which, wave by wave, with the bake that runs again', () => {
  const move = (cell: string, wave: string, from: string) => ({
    cell,
    wave,
    component: 'router',
    stage: `Deploy-${wave}`,
    from,
    to: '41ad0',
    bakeMinutes: 30,
  });
  const rows = planRows(
    plan({ verb: 'roll-back', moves: [move('a', 'small', '2f9c1'), move('b', 'small', '2f9c1'), move('c', 'small', '6a1f9')] }),
  );
  expect(rows.map(({ place, cells, text }) => [place, cells, text])).toEqual([
    ['small', 2, '2f9c1 → 41ad0 · bakes again 30 min'],
    ['small', 1, '6a1f9 → 41ad0 · bakes again 30 min'],
  ]);
});

test('what cannot be done stands last, with its reason', () => {
  const rows = planRows(
    plan({
      calls: [call('auth', 'close large')],
      impossible: [{ component: 'topics', stage: 'Source', reason: 'never rolled back by AWS' }],
    }),
  );
  expect(rows.at(-1)).toMatchObject({ component: 'topics', place: 'Source', text: 'never rolled back by AWS', impossible: true });
});
