import { expect, it } from 'vitest';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { ActionRun } from '#lib/domain/release/facts.ts';
import type { Stack } from '#lib/sources/cloudformation/describe-stacks.ts';
import { observedVersions } from './observed-versions.ts';
import { versionPlaces } from './version-places.ts';

const READ = { observedAt: 5, intervalMs: 1, failure: null };

function registryWith(version?: object) {
  const cell = (name: string, accountId: string) => ({ name, accountId, region: 'us-east-1', environment: 'production', wave: 'small' });
  const parsed = parseRegistry(
    JSON.stringify({
      version: 1,
      organization: { name: 'Orbit' },
      metrics: { signals: { requests: { namespace: 'Cell', metric: 'Requests', statistic: 'Sum' } } },
      waves: [{ name: 'small' }],
      cells: [cell('alpha', '200000000001'), cell('beta', '200000000002')],
      components: [
        { name: 'router', pipeline: { name: 'router', accountId: '100000000003', region: 'us-east-1' }, ...(version ? { version } : {}) },
      ],
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const [component] = parsed.registry.components;
  if (!component) throw new Error('no component');
  return { registry: parsed.registry, component };
}

const deploy = (name: string, roleAccountId: string, provider = 'CloudFormation', configuration: object = { StackName: 'router' }) => ({
  name,
  category: provider === 'Lambda' ? 'Invoke' : 'Deploy',
  provider,
  runOrder: 1,
  roleAccountId,
  region: null,
  configuration: configuration as Record<string, string>,
});

const stack = (name: string, more: Partial<Stack> = {}): Stack => ({
  name,
  status: 'UPDATE_COMPLETE',
  changedAt: 3,
  parameters: {},
  tags: {},
  ...more,
});

function observe(given: {
  version?: object;
  actions: ReturnType<typeof deploy>[];
  stacks?: Record<string, Stack[]>;
  runs?: Partial<ActionRun>[];
}) {
  const { registry, component } = registryWith(given.version);
  const structure = {
    name: 'router',
    arn: '',
    version: 1,
    mode: 'SUPERSEDED' as const,
    stages: [{ name: 'Deploy', actions: given.actions }],
  };
  const places = versionPlaces(structure, component, registry);
  const versions = observedVersions({
    component,
    places,
    stackIn: (cell, name) => {
      const there = given.stacks?.[cell];
      return there && { stack: there.find((one) => one.name === name), read: READ };
    },
    facts: { runs: new Map([['e', (given.runs ?? []) as ActionRun[]]]), read: READ },
  });
  return { places, versions };
}

const TWO = [deploy('to alpha', '200000000001'), deploy('to beta', '200000000002')];

it('reads a stack of the deploy action in the account of each cell: its parameter, else its tag', () => {
  const { versions } = observe({
    actions: TWO,
    stacks: {
      alpha: [stack('router', { parameters: { Revision: '2f9c1' }, tags: { revision: 'x' } })],
      beta: [stack('router', { tags: { 'cellwatch:revision': '90be7' } })],
    },
  });
  expect([...versions.values()]).toEqual([
    { cell: 'alpha', component: 'router', version: '2f9c1', changedAt: 3, from: 'stack', status: 'UPDATE_COMPLETE', read: READ },
    { cell: 'beta', component: 'router', version: '90be7', changedAt: 3, from: 'stack', status: 'UPDATE_COMPLETE', read: READ },
  ]);
});

it('tells that nothing is known of a stack that is not there, and nothing at all of an account that is not read', () => {
  const { versions } = observe({ actions: TWO, stacks: { alpha: [stack('other')] } });
  expect([...versions.values()]).toMatchObject([{ cell: 'alpha', version: null, status: null, read: READ }]);
});

it.each([
  [{ stack: 'svc-{cell}', parameter: 'Version' }, 'p'],
  [{ stack: 'svc-{cell}', tag: 'release' }, 't'],
  [{ stack: 'svc-{cell}', parameter: 'Absent', tag: 'release' }, 't'],
  [{ stack: 'svc-{cell}', parameter: 'Absent' }, null],
])('follows the registry: %j', (version, expected) => {
  const there = stack('svc-alpha', { parameters: { Version: 'p' }, tags: { release: 't' } });
  const { versions } = observe({ version, actions: [deploy('to alpha', '200000000001', 'Lambda', {})], stacks: { alpha: [there] } });
  expect(versions.get('alpha')?.version).toBe(expected);
});

it('takes the stacks of a stack set, whose names end as AWS likes', () => {
  const { places } = observe({ actions: [deploy('to all', '200000000001', 'CloudFormationStackInstances', { StackSetName: 'router' })] });
  expect([...places.stacks]).toEqual([['alpha', 'StackSet-router-*']]);
});

it('takes the image that the last deployment put there, where no stack tells', () => {
  const run = (image: string | null, updatedAt: number, status = 'Succeeded', action = 'to alpha') =>
    ({ stage: 'Deploy', action, category: 'Invoke', status, updatedAt, outputs: image === null ? {} : { image } }) as unknown as ActionRun;
  const { versions } = observe({
    actions: [deploy('to alpha', '200000000001', 'Lambda', {}), deploy('to beta', '200000000002', 'Lambda', {})],
    runs: [
      run('1.dkr.ecr.us-east-1.amazonaws.com:443/router:2f9c1', 2),
      run('router:90be7', 1),
      run('router:5d31c', 3, 'Failed'),
      run(null, 4),
      run('router@sha256:abc', 1, 'Succeeded', 'to beta'),
    ],
  });
  expect([...versions.values()]).toMatchObject([
    { cell: 'alpha', version: '2f9c1', changedAt: 2, from: 'image' },
    { cell: 'beta', version: 'sha256:abc' },
  ]);
});
