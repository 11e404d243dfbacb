import { describe, expect, it } from 'vitest';
import { cell, registry as registryOf } from '../health/fixture.ts';
import type { Registry } from '../registry/registry.ts';
import type { PipelineStructure } from './facts.ts';
import { accountOf, action, bakeAction, deploy, registry, structure } from './fixture.ts';
import { mapStages } from './map-stages.ts';

const [router] = registry.components as [Registry['components'][number]];
const mapped = (stages: PipelineStructure['stages'], component = router, within = registry) =>
  mapStages(structure({ stages }), component, within);
const one = (actions: PipelineStructure['stages'][number]['actions'], component = router, within = registry) =>
  mapped([{ name: 'Deploy', actions }], component, within)[0];

describe('stages', () => {
  it('lead to the cells of the accounts and Regions that their deploy actions take roles of', () => {
    expect(mapStages(structure(), router, registry).map(({ name, kind, wave, cells }) => [name, kind, wave, cells.join()])).toEqual([
      ['Source', 'source', null, ''],
      ['Build', 'build', null, ''],
      ['Deploy-pre', 'wave', 'pre', 'pre-a,pre-b'],
      ['Deploy-small', 'wave', 'small', 'small-a,small-b,small-c'],
      ['Deploy-large', 'wave', 'large', 'large-a,large-b'],
    ]);
  });

  it('need the Region too: two cells of one account are two', () => {
    const fleet = registryOf([cell('one', { region: 'eu-west-1' }), cell('two', { region: 'us-east-1' })]);
    const actions = [action('x', { roleAccountId: '200000000001', region: 'us-east-1' })];
    expect(one(actions, router, fleet)?.cells).toEqual(['two']);
  });

  it('of several waves have no wave; several stages may lead to one', () => {
    expect(one([deploy('pre-a'), deploy('large-a')])).toMatchObject({ kind: 'wave', wave: null, cells: ['pre-a', 'large-a'] });
    const two = mapped([
      { name: 'A', actions: [deploy('small-a')] },
      { name: 'B', actions: [deploy('small-b')] },
    ]);
    expect(two.map(({ wave }) => wave)).toEqual(['small', 'small']);
  });

  it('follow the registry where no role tells', () => {
    const component = { ...router, stages: { Deploy: ['large-b', 'large-a'] } };
    const stage = one([action('large-a'), action('large-b')], component);
    expect(stage?.cells).toEqual(['large-a', 'large-b']);
    expect([...(stage?.targets ?? [])]).toEqual([
      ['large-a', ['large-a']],
      ['large-b', ['large-b']],
    ]);
    expect(one([action('everywhere')], component)?.targets.get('everywhere')).toEqual(['large-a', 'large-b']);
  });

  it('tell the cells of a stack set by the accounts that it reaches', () => {
    const component = { ...router, stages: { Deploy: ['small-a', 'small-b', 'small-c'] } };
    const group = (name: string, cells: string[]) =>
      action(name, {
        provider: 'CloudFormationStackInstances',
        configuration: { StackSetName: 'router', DeploymentTargets: cells.map(accountOf).join(','), Regions: 'eu-west-1' },
      });
    expect([...(one([group('one', ['small-a', 'small-c']), group('two', ['small-b'])], component)?.targets ?? [])]).toEqual([
      ['one', ['small-a', 'small-c']],
      ['two', ['small-b']],
    ]);
  });

  it('let the registry choose among several cells of one account and Region', () => {
    const fleet = registryOf([cell('alpha'), cell('alpha-2')]);
    const there = { roleAccountId: '200000000001', region: 'eu-west-1' };
    expect(one([action('x', there)], { ...router, stages: { Deploy: ['alpha-2'] } }, fleet)?.cells).toEqual(['alpha-2']);
    expect(one([action('x', { ...there, configuration: { StackName: 'router-alpha-2' } })], router, fleet)?.cells).toEqual(['alpha-2']);
    expect(one([action('x', { ...there, configuration: { StackName: 'router-alpha' } })], router, fleet)?.cells).toEqual(['alpha']);
    expect(one([action('x', there)], router, fleet)?.cells).toEqual(['alpha', 'alpha-2']);
  });

  it('deploy through Lambda into a cluster of another account, but not where they test or bake', () => {
    const lambda = action('x', { category: 'Invoke', provider: 'Lambda', roleAccountId: accountOf('small-a'), region: 'eu-west-1' });
    expect(one([lambda, bakeAction])?.cells).toEqual(['small-a']);
    expect(one([{ ...lambda, category: 'Test' }])).toMatchObject({ kind: 'other', cells: [] });
    // Beside a real deployment, what is invoked there checks it.
    expect(one([deploy('small-b'), lambda])?.cells).toEqual(['small-b']);
  });

  it('that only watch belong to the wave before them', () => {
    const stages = mapped([
      { name: 'Deploy', actions: [deploy('small-a')] },
      { name: 'Bake', actions: [bakeAction] },
    ]);
    expect(stages[1]).toMatchObject({ kind: 'wave', wave: 'small', cells: [], watched: ['small-a'] });
  });

  it('that publish or deploy to no cell are the release', () => {
    expect(one([action('to-bucket', { provider: 'S3' })])?.kind).toBe('release');
    expect(mapped([{ name: 'Publish', actions: [action('push', { category: 'Build', provider: 'CodeBuild' })] }])[0]?.kind).toBe('release');
    expect(one([action('approve', { category: 'Approval', provider: 'Manual' })])?.kind).toBe('other');
  });
});
