import { expect, it } from 'vitest';
import type { ActionRun, Execution, PipelineState, PipelineStructure } from '#lib/domain/release/facts.ts';
import { pastExecutions, presentExecutions } from './wanted-executions.ts';

const execution = (id: string, status: Execution['status'] = 'Succeeded') => ({ id, status }) as Execution;
const structure = {
  stages: ['Source', 'Deploy'].map((name) => ({ name, actions: [{ name: 'one' }, { name: 'two' }] })),
} as unknown as PipelineStructure;
const run = (stage: string, action: string, status = 'Succeeded') => ({ stage, action, status }) as ActionRun;
const whole = ['Source', 'Deploy'].flatMap((stage) => [run(stage, 'one'), run(stage, 'two')]);
const list = Array.from({ length: 50 }, (_, index) => execution(`e-${index}`));

it('wants of the present what is in flight and what last reached each stage, each once', () => {
  const latest = (executionId: string | null) => ({ latest: executionId && { executionId } });
  const state = { stages: [latest('e-2'), latest('e-1'), latest('e-1'), latest(null)] } as unknown as PipelineState;
  expect(presentExecutions(state, [execution('e-3', 'InProgress'), execution('e-2', 'Stopping'), execution('e-1')])).toEqual([
    'e-3',
    'e-2',
    'e-1',
  ]);
});

it('wants ten of the past, when every stage has one that succeeded among them', () => {
  expect(pastExecutions(structure, list, () => whole)).toEqual(list.slice(0, 10).map(({ id }) => id));
});

it('looks further back until every stage has one that succeeded in all of its actions, but not for ever', () => {
  const failed = [run('Source', 'one'), run('Source', 'two'), run('Deploy', 'one'), run('Deploy', 'two', 'Failed')];
  expect(pastExecutions(structure, list, (id) => (id === 'e-15' ? whole : failed))).toHaveLength(16);
  expect(pastExecutions(structure, list, () => failed)).toHaveLength(30);
});

it('wants fewer where executions have very many actions', () => {
  expect(pastExecutions(structure, list, () => Array<ActionRun>(500).fill(run('Deploy', 'one')))).toHaveLength(4);
});
