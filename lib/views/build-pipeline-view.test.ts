import { describe, expect, it } from 'vitest';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { buildRollout } from '#lib/domain/release/build-rollout.ts';
import type { PipelineFacts } from '#lib/domain/release/facts.ts';
import {
  accountOf,
  ago,
  bake,
  execution,
  latest,
  NOW,
  noAlarms,
  registry,
  routerFacts,
  run,
  stageState,
  state,
  structure,
} from '#lib/domain/release/fixture.ts';
import { buildPipelineView } from './build-pipeline-view.ts';
import type { StageView } from './rollouts-view.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const portal: Registry = {
  ...registry,
  organization: { ...registry.organization, accessPortal: 'https://orbit.awsapps.com/start', portalRole: 'ReadOnly' },
};

function view(changes: Partial<PipelineFacts> = {}, within: Registry = registry) {
  const facts = routerFacts(changes);
  const rollout = buildRollout({ facts, registry: within, alarms: noAlarms, now: NOW });
  return buildPipelineView({ version: 'v', registry: within, facts, rollout, suspects: new Map(), sources: [], now: NOW });
}

function stage(name: string, ...given: Parameters<typeof view>): StageView {
  const found = view(...given).stages.find((one) => one.name === name);
  if (!found) throw new Error(`no stage ${name}`);
  return found;
}
const offers = (given: StageView) => given.offers.map(({ verb, impossible }) => `${verb}${impossible ? `: ${impossible}` : ''}`);

describe('a pipeline', () => {
  it('at rest behind a closed door says that it is paused, by whom and why', () => {
    const stages = routerFacts().state?.stages ?? [];
    const { headline } = view({
      executions: [execution('old', '41ad0')],
      state: state(stages.map((one) => ({ ...one, latest: latest('old') }))),
    });
    expect(headline).toEqual({
      tone: 'needs-person',
      lead: 'router is paused before wave large',
      detail: 'By operator 02:16: router 2f9c1 raises errors.',
    });
  });

  it('tells its present execution, its stages and where the door is closed', () => {
    expect(view()).toMatchObject({
      component: 'router',
      pipeline: { name: 'router-pipeline', version: 14, mode: 'SUPERSEDED' },
      headline: {
        tone: 'moving',
        lead: 'router 2f9c1 in small: baking · about 17 min left',
        detail: 'The door before wave large is closed, by operator 02:16: router 2f9c1 raises errors.',
      },
      moving: true,
      newest: {
        executionId: 'new',
        revision: '2f9c1',
        message: 'Change 2f9c1',
        author: 'ada',
        outcome: 'under way in small',
        endedAt: null,
      },
      problem: null,
      drift: null,
    });
    expect(view().stages.map(({ name, kind, text }) => [name, kind, text])).toEqual([
      ['Source', 'source', ''],
      ['Build', 'build', ''],
      ['Deploy-pre', 'wave', 'baked 60 min'],
      ['Deploy-small', 'wave', 'baking · about 17 min left'],
      ['Deploy-large', 'wave', ''],
    ]);
  });

  it('tells of a bake its steps, its alarms and whose they are', () => {
    const watched = { name: 'small-a-errors', accountId: accountOf('small-a'), region: 'eu-west-1' };
    const steps = [{ name: 'Watch', enteredAt: ago(12), leftAt: null }];
    const bakes = new Map([
      ['new/Deploy-small/bake', bake('arn:aws:states:us-east-1:100000000003:execution:bake:x', { alarms: [watched], steps })],
    ]);
    expect(stage('Deploy-small', { bakes }).bake).toEqual({
      status: 'running',
      startedAt: iso(ago(13)),
      endsAt: iso(ago(-17)),
      estimate: 'history',
      error: null,
      steps: [{ name: 'Watch', enteredAt: iso(ago(12)), leftAt: null }],
      alarms: [
        {
          name: 'small-a-errors',
          cell: 'small-a',
          inAlarm: null,
          consoleUrl: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/small-a-errors',
        },
      ],
      consoleUrl:
        'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/arn%3Aaws%3Astates%3Aus-east-1%3A100000000003%3Aexecution%3Abake%3Ax',
    });
  });

  it('tells its cells, with what arrived when', () => {
    expect(stage('Deploy-small').cells[0]).toEqual({
      name: 'small-a',
      mark: 'n',
      intended: '2f9c1',
      observed: null,
      differs: false,
      arrivedAt: iso(ago(15)),
      deployedAt: iso(ago(13)),
    });
  });

  it('offers what AWS would do, and says why it would not', () => {
    expect(offers(stage('Source'))).toEqual([]);
    expect(offers(stage('Build'))).toEqual(['pause-wave']);
    expect(offers(stage('Deploy-pre'))).toEqual(['pause-wave', 'roll-back']);
    expect(stage('Deploy-pre').rollbackCandidate).toEqual({ executionId: 'old', revision: '41ad0' });
    expect(offers(stage('Deploy-small'))).toEqual(['pause-wave', 'roll-back: The stage runs now. Halt it first.']);
    expect(offers(stage('Deploy-large'))).toContain('resume-wave');
    const failed = { state: state([stageState('Deploy-small', latest('new', 'Failed'))]) };
    expect(offers(stage('Deploy-small', failed))).toEqual(['pause-wave', 'retry-stage', 'roll-back']);
  });

  it('tells the history, with outcomes in words', () => {
    const rollback = execution('back', 'x', { type: 'ROLLBACK', rollbackTarget: 'old' });
    const executions = [
      rollback,
      execution('c', 'ccccc', { status: 'Superseded' }),
      execution('d', 'ddddd', { status: 'Stopped', stopReason: 'halted' }),
      execution('e', 'eeeee', { status: 'Cancelled' }),
      execution('old', '41ad0', { revisions: [] }),
    ];
    const told = view({
      executions: [executions[0], execution('b', 'bbbbb', { status: 'Failed' }), ...executions.slice(1)] as never,
    }).releases;
    expect(told.map(({ revision, outcome, tone }) => [revision, outcome, tone])).toEqual([
      ['?', 'rolled back to ?', 'quiet'],
      ['bbbbb', 'failed', 'failed'],
      ['ccccc', 'superseded by bbbbb', 'quiet'],
      ['ddddd', 'stopped', 'needs-person'],
      ['eeeee', 'cancelled', 'quiet'],
      ['?', 'succeeded', 'quiet'],
    ]);
    expect(told[0]?.rollbackTo).toEqual({ executionId: 'old', revision: '?' });
    expect(told[5]).toMatchObject({ message: null, author: null, commitUrl: null, endedAt: iso(ago(400)) });
  });

  it('links into the right account, and to nothing that is not https', () => {
    const { pipeline, releases } = view({}, portal);
    expect(pipeline.consoleUrl).toBe(
      'https://orbit.awsapps.com/start/#/console?account_id=100000000003&role_name=ReadOnly&destination=https%3A%2F%2Fus-east-1.console.aws.amazon.com%2Fcodesuite%2Fcodepipeline%2Fpipelines%2Frouter-pipeline%2Fview%3Fregion%3Dus-east-1',
    );
    expect(releases[0]?.consoleUrl).toContain('executions%2Fnew%2Ftimeline');
    const evil = execution('new', '2f9c1', { status: 'InProgress' });
    const revisions = evil.revisions.map((revision) => ({ ...revision, url: 'javascript:alert(1)' }));
    expect(view({ executions: [{ ...evil, revisions }] }).newest).toMatchObject({ commitUrl: null, revisions: [{ url: null }] });

    const page = 'https://console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stack/x';
    const deployed = run('new', 'Deploy-small', 'deploy-small-a', { externalUrl: page });
    const runs = new Map([['new', [deployed, run('new', 'Deploy-small', 'bake', { externalUrl: 'data:text/html,x' })]]]);
    const actions = stage('Deploy-small', { runs }, portal).actions;
    expect(actions[0]?.consoleUrl).toContain(`account_id=${accountOf('small-a')}`);
    expect(actions.at(-1)?.consoleUrl).toBeNull();
  });

  it('links to the log of a build', () => {
    const built = run('new', 'Build', 'build', { category: 'Build', provider: 'CodeBuild', externalId: 'router-build:1-2-3' });
    const action = stage('Build', { runs: new Map([['new', [built]]]) }).actions[0];
    expect(action?.logUrl).toBe(
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Frouter-build/log-events/1-2-3',
    );
    expect(stage('Build').actions[0]?.logUrl).toBeNull();
  });

  it('has no stages before it was read', () => {
    const unread = view({ structure: null, state: null, executions: [], runs: new Map() });
    expect(unread).toMatchObject({ stages: [], newest: null, releases: [], pipeline: { mode: null, version: null } });
    expect(view({ structure: structure({ mode: 'PARALLEL' }) }).pipeline.mode).toBe('PARALLEL');
  });
});
