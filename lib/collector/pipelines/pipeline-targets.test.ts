import { DisableStageTransitionCommand, StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { Aws } from '#lib/aws/aws.ts';
import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import { startTestBed } from '#simulator/clients/test-bed.ts';
import { REGISTRY_BUCKET, REGISTRY_KEY } from '#simulator/world/types.ts';
import { meddlingProxy } from '../testing/meddling-proxy.ts';
import { PipelineTargets } from './pipeline-targets.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TOOLING = '100000000003';
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

interface Row {
  service: string;
  operation: string;
  count: number;
}

async function make(cells: number, components = 5) {
  const bed = await startTestBed(cells, { components });
  const proxy = await meddlingProxy(bed.url);
  const aws = new Aws({ region: 'us-east-1', clock: bed.clock, endpoint: proxy.url, credentials: bed.app, rates: false });
  const document = bed.world.buckets.get(REGISTRY_BUCKET)?.objects.get(REGISTRY_KEY)?.body ?? [];
  const parsed = parseRegistry(Buffer.from(document).toString());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { registry } = parsed;
  const errors: unknown[] = [];
  const follow = () => {
    const followed = new PipelineTargets(
      aws,
      bed.clock,
      () => {},
      (error) => errors.push(error),
    );
    followed.follow(registry);
    ended.push(() => followed.stop());
    return followed;
  };
  ended.push(
    () => bed.close(),
    () => proxy.close(),
    () => aws.stop(),
    () => expect(errors).toEqual([]),
  );
  const targets = follow();
  /** Lets so much time go by, looking now and then as the ticker does. */
  const pass = async (ms: number, step = SECOND, whom = targets) => {
    for (let gone = 0; gone < ms; gone += step) {
      bed.clock.ahead += step;
      await whom.refreshDue();
      await whom.settled();
    }
  };
  const until = async (what: string, test: () => boolean, within = 60 * MINUTE) => {
    const start = bed.clock.now();
    while (!test()) {
      if (bed.clock.now() - start > within) throw new Error(`it never came to this: ${what}`);
      await pass(5 * SECOND, 5 * SECOND);
    }
  };
  const facts = (component: string, whom = targets) => {
    const found = whom.facts(component);
    if (!found) throw new Error(`no facts of ${component}`);
    return found;
  };
  const calls = async () => (await bed.sideDoor('GET', 'calls')).body as Row[];
  const fault = (more: object) => bed.sideDoor('POST', 'faults', { rate: 1, seconds: 3600, ...more });
  await pass(3 * SECOND);
  return { bed, registry, targets, meddler: proxy.meddler, follow, pass, until, facts, calls, fault };
}

describe('with 40 quiet pipelines', () => {
  it('knows all after the first looks, and then asks for each state once a minute and for nothing else of them', async () => {
    const { bed, registry, targets, pass, facts, calls } = await make(8, 40);
    expect(registry.components).toHaveLength(40);
    for (const { name } of registry.components) {
      const { structure, state, executions, runs, read } = facts(name);
      expect(read.failure).toBeNull();
      expect(state?.stages.map((stage) => stage.name)).toEqual(structure?.stages.map((stage) => stage.name));
      expect(executions.length).toBeGreaterThan(3);
      for (const { latest, actions } of state?.stages ?? []) {
        expect(runs.get(latest?.executionId ?? '')?.length).toBeGreaterThanOrEqual(actions.length);
      }
    }
    // Machines are shared by all pipelines: their definitions are read once.
    expect((await calls()).find((row) => row.operation === 'DescribeStateMachine')?.count).toBeLessThanOrEqual(4);
    await pass(2 * MINUTE, 2 * SECOND);
    await bed.sideDoor('DELETE', 'calls');
    await pass(10 * MINUTE, 2 * SECOND);
    const counts = (await calls()).filter((row) => row.service === 'CodePipeline' || row.service === 'StepFunctions');
    expect(counts.map((row) => row.operation)).toEqual(['GetPipelineState']);
    expect(counts[0]?.count).toBeLessThanOrEqual(40 * 11);
    expect(counts[0]?.count).toBeGreaterThanOrEqual(40 * 8);
    // One call an account and Region every five minutes, however many components.
    const stacks = (await calls()).filter((row) => row.operation === 'DescribeStacks');
    expect(Math.max(...stacks.map((row) => row.count))).toBeLessThanOrEqual(3);
    expect(targets.versionReads.every((read) => read.failure === null && read.observedAt !== null)).toBe(true);
  }, 120_000);
});

describe('a release', () => {
  it('is seen moving every ten seconds, baking with its alarms, arriving in the cells, and done; a restart reads it all again', async () => {
    const { bed, targets, follow, pass, until, facts } = await make(8);
    const { id } = bed.world.releases.start({ component: 'router', quality: 'good' });
    const { commit } = bed.world.releases.list()[0] ?? {};
    await until('the release is seen', () => facts('router').executions[0]?.id === id, 70 * SECOND);
    expect(facts('router').read.intervalMs).toBe(10 * SECOND);
    expect(facts('cache-engine').read.intervalMs).toBe(60 * SECOND);
    await until('it bakes', () => [...facts('router').bakes.values()].some((bake) => bake.status === 'RUNNING'));
    const { executions, bakes, runs } = facts('router');
    expect(executions[0]).toMatchObject({
      status: 'InProgress',
      revisions: [{ id: commit?.id, message: commit?.message, author: commit?.author }],
    });
    const bake = [...bakes.values()].find((one) => one.status === 'RUNNING');
    expect(bake?.steps.at(-1)?.leftAt).toBeNull();
    expect(bake?.alarms.length).toBeGreaterThan(0);
    expect((bake?.waitSeconds ?? 0) * 1000).toBe(bed.world.releases.bakes()[0]?.lastsMs);
    const open = runs.get(id)?.filter((run) => run.status === 'InProgress') ?? [];
    expect(open.map((run) => run.provider)).toEqual(['StepFunctions']);
    expect([...bakes.keys()]).toContain(open[0]?.actionExecutionId);

    await until('it is done', () => facts('router').executions[0]?.status === 'Succeeded');
    await pass(3 * MINUTE, 5 * SECOND);
    const done = facts('router');
    expect(done.read.intervalMs).toBe(60 * SECOND);
    const all = done.runs.get(id) ?? [];
    expect(all.every((run) => run.status === 'Succeeded')).toBe(true);
    const cells = all.filter((run) => run.category === 'Deploy' || run.action.startsWith('Deploy-'));
    expect(cells.length).toBeGreaterThan(3);
    for (const [cell, seen] of done.observed) {
      expect([cell, seen.version, seen.read.failure]).toEqual([cell, commit?.id, null]);
    }
    expect(done.observed.size).toBeGreaterThan(3);

    const restarted = follow();
    await pass(3 * SECOND, SECOND, restarted);
    const again = facts('router', restarted);
    expect(again.executions).toEqual(done.executions);
    expect(again.runs.get(id)).toEqual(all);
    expect([...again.observed.values()].map((seen) => seen.version)).toEqual([...done.observed.values()].map((seen) => seen.version));
    const bakesOf = (from: typeof done) => all.flatMap((run) => from.bakes.get(run.actionExecutionId) ?? []);
    expect(bakesOf(done).length).toBeGreaterThan(1);
    const ends = (from: typeof done) => bakesOf(from).map(({ status, startedAt, stoppedAt }) => ({ status, startedAt, stoppedAt }));
    expect(ends(again)).toEqual(ends(done));
    expect(targets.reads).toHaveLength(5);
  }, 120_000);

  it('waits in front of a closed door, and is seen to be stopped', async () => {
    const { bed, until, facts } = await make(8);
    const admin = bed.codepipeline(bed.administrator(TOOLING));
    const door = { pipelineName: 'router', stageName: 'Deploy-small', transitionType: 'Inbound' as const };
    await admin.send(new DisableStageTransitionCommand({ ...door, reason: 'looking first' }));
    const { id } = bed.world.releases.start({ component: 'router', quality: 'good' });
    const small = () => facts('router').state?.stages.find((stage) => stage.name === 'Deploy-small');
    await until('it waits', () => small()?.inbound.includes(id) === true);
    expect(small()?.transition).toMatchObject({ enabled: false, reason: 'looking first', changedBy: expect.stringContaining(TOOLING) });
    expect(facts('router').read.intervalMs).toBe(30 * SECOND);
    await admin.send(
      new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: id, abandon: true, reason: 'enough' }),
    );
    await until('it is stopped', () => facts('router').executions[0]?.status === 'Stopped', 40 * SECOND);
    expect(facts('router').executions[0]).toMatchObject({ id, stopReason: 'enough' });
  }, 120_000);
});

describe('what fails', () => {
  it('slows the pipeline down that AWS throttles, marks it, keeps what is known, and leaves the others fresh', async () => {
    const { bed, meddler, pass, facts, calls } = await make(6);
    const before = facts('router');
    let throttled = 0;
    meddler.meddle = ({ operation, body }) => {
      if (operation !== 'GetPipelineState' || !body.includes('"router"')) return null;
      throttled++;
      return { status: 400, type: 'ThrottlingException' };
    };
    await bed.sideDoor('DELETE', 'calls');
    await pass(10 * MINUTE, 5 * SECOND);
    const { read, state, structure, runs, executions } = facts('router');
    expect(read).toMatchObject({
      observedAt: before.read.observedAt,
      failure: { code: 'throttled', accountId: TOOLING, region: 'us-east-1' },
    });
    expect([state, structure, executions]).toEqual([before.state, before.structure, before.executions]);
    expect(runs.size).toBe(before.runs.size);
    // At a still pipeline's pace it would be ten looks of three tries each.
    expect(throttled).toBeLessThanOrEqual(6 * 3);
    for (const other of ['cache-engine', 'auth', 'topics', 'pipelines']) {
      expect(facts(other).read.failure).toBeNull();
      expect(bed.clock.now() - (facts(other).read.observedAt ?? 0)).toBeLessThanOrEqual(75 * SECOND);
    }
    expect((await calls()).find((row) => row.operation === 'GetPipelineState')?.count).toBeGreaterThan(30);
    meddler.meddle = null;
    await pass(10 * MINUTE, 5 * SECOND);
    expect(facts('router').read.failure).toBeNull();
  }, 120_000);

  it('marks only the cell in whose account versions may not be read', async () => {
    const { bed, registry, targets, pass, facts, fault } = await make(6);
    const denied = registry.cells.find((cell) => cell.cloud === 'aws' && cell.wave !== null);
    const before = facts('router').observed.get(denied?.name ?? '')?.version;
    expect(before).toMatch(/^[0-9a-f]{40}$/);
    await fault({ service: 'CloudFormation', operation: '*', accountId: denied?.accountId, kind: 'deny' });
    await pass(7 * MINUTE, 5 * SECOND);
    for (const [cell, seen] of facts('router').observed) {
      expect([cell, seen.read.failure?.code ?? null]).toEqual([cell, cell === denied?.name ? 'access-denied' : null]);
    }
    expect(facts('router').observed.get(denied?.name ?? '')?.version).toBe(before);
    expect(facts('router').read.failure).toBeNull();
    expect(targets.versionReads.filter((read) => read.failure !== null)).toHaveLength(1);
    await bed.sideDoor('DELETE', 'faults');
    await pass(7 * MINUTE, 5 * SECOND);
    expect(targets.versionReads.filter((read) => read.failure !== null)).toHaveLength(0);
  }, 120_000);

  it('tells that bakes may not be read, and still how the pipeline stands', async () => {
    const { bed, pass, facts, until, fault } = await make(6);
    await fault({ service: 'StepFunctions', operation: 'DescribeExecution', kind: 'deny' });
    const { id } = bed.world.releases.start({ component: 'router', quality: 'good' });
    const baking = () =>
      facts('router')
        .runs.get(id)
        ?.some((run) => run.provider === 'StepFunctions' && run.status === 'InProgress');
    await until('it bakes', () => baking() === true);
    const { read } = facts('router');
    expect(read.failure).toMatchObject({ code: 'access-denied', message: expect.stringContaining('states:DescribeExecution') });
    expect(bed.clock.now() - (read.observedAt ?? 0)).toBeLessThanOrEqual(15 * SECOND);
    await bed.sideDoor('DELETE', 'faults');
    await pass(30 * SECOND, 5 * SECOND);
    expect(facts('router').read.failure).toBeNull();
  }, 120_000);

  it('marks all pipelines of an account whose role can not be assumed, once the session is over', async () => {
    const { bed, registry, pass, facts, fault } = await make(6);
    await fault({ service: 'STS', operation: 'AssumeRole', accountId: TOOLING, kind: 'deny', seconds: 7200 });
    bed.clock.ahead += 55 * MINUTE;
    await pass(5 * SECOND);
    for (const { name } of registry.components) {
      const { read, state } = facts(name);
      expect(read.failure).toMatchObject({ code: 'access-denied', message: expect.stringContaining('CellwatchReader') });
      expect(state?.stages.length).toBeGreaterThan(2);
    }
  }, 120_000);
});

describe('for control', () => {
  it('reads the present state at once, and goes on looking often for two minutes', async () => {
    const { bed, targets, pass, facts } = await make(6);
    const admin = bed.codepipeline(bed.administrator(TOOLING));
    const door = { pipelineName: 'router', stageName: 'Deploy-small', transitionType: 'Inbound' as const };
    await admin.send(new DisableStageTransitionCommand({ ...door, reason: 'looking first' }));
    const fresh = await targets.refreshNow('router');
    expect(fresh.state?.stages.find((stage) => stage.name === 'Deploy-small')?.transition.enabled).toBe(false);
    expect(fresh.read).toMatchObject({ observedAt: fresh.read.observedAt, intervalMs: 10 * SECOND, failure: null });
    expect(bed.clock.now() - (fresh.read.observedAt ?? 0)).toBeLessThan(SECOND);
    await pass(90 * SECOND);
    expect(bed.clock.now() - (facts('router').read.observedAt ?? 0)).toBeLessThanOrEqual(12 * SECOND);
    await pass(2 * MINUTE);
    expect(facts('router').read.intervalMs).toBe(60 * SECOND);
  }, 60_000);

  it('throws what keeps it from knowing, and refuses an unknown component', async () => {
    const { targets, facts, fault } = await make(6);
    await fault({ service: 'CodePipeline', operation: 'GetPipelineState', kind: 'deny' });
    await expect(targets.refreshNow('router')).rejects.toMatchObject({ code: 'access-denied' });
    expect(facts('router').state).not.toBeNull();
    await expect(targets.refreshNow('rooter')).rejects.toThrow(RangeError);
  }, 60_000);
});

it('follows the registry: a pipeline that stays keeps what is known, another one starts from nothing', async () => {
  const { registry, targets, pass, facts } = await make(6);
  const known = facts('router').state;
  const [router, ...others] = registry.components;
  if (!router) throw new Error('no component');
  const renamed = { ...router, name: 'edge' };
  targets.follow({ ...registry, components: [router, ...others.slice(1), renamed] });
  expect(facts('router').state).toBe(known);
  expect(targets.facts(others[0]?.name ?? '')).toBeNull();
  expect(facts('edge').state).toBeNull();
  await pass(2 * SECOND);
  expect(facts('edge').state).toEqual(known);
}, 60_000);
