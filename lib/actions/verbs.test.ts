import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '#lib/store/verify-audit.ts';
import { type ControlBed, startControlBed } from './testing/control-bed.ts';

let bed: ControlBed;
beforeAll(async () => {
  bed = await startControlBed();
});
afterAll(() => bed.end());

const states = (action: Awaited<ReturnType<ControlBed['ended']>>) => action.calls.map(({ operation, state }) => `${operation} ${state}`);

describe('halting', () => {
  it('closes the doors around a deployment, then stops it in the name of the person', async () => {
    const execution = await bed.release('router', 'Deploy-small', 'Deploy-');
    await bed.forgetCalls();
    const { id, plan } = await bed.begin('halt-rollout', { component: 'router' }, { reason: 'Fehler über 20 %' });
    expect(plan.calls.map(({ operation, stage }) => `${operation} ${stage}`)).toEqual([
      'DisableStageTransition Deploy-small',
      'DisableStageTransition Deploy-medium',
      'StopPipelineExecution Deploy-small',
      'DisableStageTransition Deploy-large',
    ]);
    const action = await bed.ended(id);
    expect(action.state).toBe('done');
    expect(states(action)).toEqual([
      'DisableStageTransition observed',
      'DisableStageTransition observed',
      'StopPipelineExecution observed',
      'DisableStageTransition observed',
    ]);
    expect(action.calls.every(({ requestId }) => requestId)).toBe(true);
    const small = await bed.stageOf('router', 'Deploy-small');
    expect(small?.inboundTransitionState).toMatchObject({
      enabled: false,
      disabledReason: 'Fehler ueber 20 percent',
      lastChangedBy: 'arn:aws:sts::100000000003:assumed-role/CellwatchController/olga@orbit.example',
    });
    expect(small?.latestExecution).toMatchObject({ pipelineExecutionId: execution, status: 'Stopping' });
    bed.advance(2);
    expect((await bed.stageOf('router', 'Deploy-small'))?.latestExecution?.status).toBe('Stopped');
    const stops = await bed.calls('StopPipelineExecution');
    expect(stops).toEqual({ count: 1, by: ['arn:aws:sts::100000000003:assumed-role/CellwatchController/olga@orbit.example'] });
  });

  it('does no harm when it is done again', async () => {
    await bed.forgetCalls();
    const action = await bed.ended((await bed.begin('halt-rollout', { component: 'router' })).id);
    expect(action).toMatchObject({ state: 'done', calls: [] });
    expect((await bed.calls('StopPipelineExecution')).count).toBe(0);
  });

  it('leaves the whole story in the audit log, the intent before the calls', async () => {
    const log = await bed.app.store.searchAudit({ component: 'router' }, null, 100);
    const kinds = log.reverse().map(({ kind, text }) => `${kind}: ${text}`);
    expect(kinds.slice(0, 2)).toEqual([
      'intent: Halt router in Deploy-small',
      expect.stringContaining('call: router: close the door before'),
    ]);
    expect(kinds).toContain('result: Halt router in Deploy-small: done');
    expect(log[0]).toMatchObject({
      person: { name: 'Olga Operator' },
      reason: 'Fehler über 20 %',
      origin: { address: '192.0.2.1' },
      cells: expect.arrayContaining(['prod-use1-a']),
    });
    expect(log.find(({ kind }) => kind === 'call')?.requestId).toMatch(/^[\w-]{10,}$/);
    expect((await verifyAudit(bed.app.store)).ok).toBe(true);
  });

  it('abandons a bake and ends its state machine', async () => {
    const execution = await bed.release('cache-engine', 'Deploy-pre-production', 'Bake');
    const action = await bed.ended((await bed.begin('halt-rollout', { component: 'cache-engine' })).id);
    expect(action.state).toBe('done');
    expect(action.calls.map(({ operation }) => operation)).toContain('StopExecution');
    const stage = await bed.stageOf('cache-engine', 'Deploy-pre-production');
    expect(stage?.latestExecution).toMatchObject({ pipelineExecutionId: execution, status: 'Stopped' });
    expect(bed.world.releases.bakes()[0]).toMatchObject({ status: 'ABORTED', error: 'Cellwatch.Halted' });
  });

  it('halts all that moves, each pipeline by itself', async () => {
    const auth = await bed.release('auth', 'Deploy-pre-production', 'Deploy-');
    const topics = await bed.release('topics', 'Build', 'Build');
    const { id, plan } = await bed.begin('halt-all', { component: '*' });
    expect(plan.title).toBe('Halt all releases: 2 pipelines moving');
    const action = await bed.ended(id);
    expect(action.state).toBe('done');
    const stopped = async (component: string, execution: string) =>
      (await bed.executions(component)).find(({ pipelineExecutionId }) => pipelineExecutionId === execution)?.status;
    expect([await stopped('auth', auth), await stopped('topics', topics)]).toEqual(['Stopping', 'Stopping']);
    bed.advance(2);
  });
});

describe('pausing and resuming', () => {
  it('closes doors of several components, keeps who looks after them, and opens them again', async () => {
    const until = bed.clock.now() + 3_600_000;
    const target = { component: '*', waves: ['pre-production'], owner: 'Olga', until };
    const paused = await bed.ended((await bed.begin('pause-wave', target, { reason: 'freeze' })).id);
    expect(paused.state).toBe('done');
    const notes = await bed.app.store.pauses();
    expect(notes.map(({ component }) => component)).toContain('router');
    expect(notes[0]).toMatchObject({ stage: 'Deploy-pre-production', wave: 'pre-production', owner: 'Olga', until, reason: 'freeze' });
    const resumed = await bed.begin('resume-wave', { component: '*', waves: ['pre-production'] });
    expect(resumed.plan.typedName).toBeNull();
    expect((await bed.ended(resumed.id)).state).toBe('done');
    expect(await bed.app.store.pauses()).toEqual([]);
    expect((await bed.stageOf('router', 'Deploy-pre-production'))?.inboundTransitionState?.enabled).toBe(true);
  });

  it('wants the typed name where production is reached, and says what resuming releases', async () => {
    const { plan } = await bed.begin('resume-wave', { component: 'router' });
    expect(plan.typedName).toBe('router');
    await bed.until(async () => (await bed.stageOf('router', 'Deploy-small'))?.inboundTransitionState?.enabled, 'an open door');
  });
});

describe('retrying, approving, rolling back', () => {
  const pipeline = (name: string) => {
    const found = bed.world.pipelines.find('100000000003', 'us-east-1', name);
    if (!found) throw new Error(`no pipeline ${name}`);
    return found;
  };

  it('approves, without showing the token, and rejects', async () => {
    await bed.openAll('auth');
    await bed.release('auth', 'Approve-large', 'Approve');
    const { id, plan } = await bed.begin('approve', { component: 'auth' }, { reason: 'looks good' });
    expect(JSON.stringify(plan.calls)).not.toContain('token');
    expect(plan.moves.length).toBeGreaterThan(0);
    expect((await bed.ended(id)).state).toBe('done');
    await bed.until(async () => (await bed.stageOf('auth', 'Approve-large'))?.latestExecution?.status === 'Succeeded', 'the approval');
    expect(JSON.stringify(await bed.app.store.searchAudit({ actionId: id }, null, 10))).not.toContain('"token"');
    bed.advance(60);
    await bed.release('auth', 'Approve-large', 'Approve');
    expect((await bed.ended((await bed.begin('reject', { component: 'auth' })).id)).state).toBe('done');
    expect((await bed.stageOf('auth', 'Approve-large'))?.latestExecution?.status).toBe('Failed');
  });

  it('runs the whole pipeline again when an edit has left no stage to go back to', async () => {
    bed.world.pipelines.edit(pipeline('topics'), {});
    await bed.openAll('topics');
    await bed.release('topics', 'Deploy-pre-production', 'Bake');
    await bed.ended((await bed.begin('halt-rollout', { component: 'topics' })).id);
    const none = await bed.plan('roll-back', { component: 'topics' });
    expect(none.calls).toEqual([]);
    expect(none.summary).toContain('run again');
    const { id } = await bed.begin('roll-back', { component: 'topics', fallback: true });
    const action = await bed.ended(id);
    expect(action.state).toBe('done');
    const [newest] = await bed.executions('topics');
    expect(newest).toMatchObject({ pipelineExecutionId: action.calls[0]?.executionId, status: 'InProgress' });
  });

  it('rolls a bad release back everywhere, the newest wave first, behind a closed door', async () => {
    await bed.openAll('router');
    const bad = await bed.release('router', 'Deploy-small', 'Bake');
    await bed.admin.send(new StopPipelineExecutionCommand({ pipelineName: 'router', pipelineExecutionId: bad, abandon: true }));
    bed.advance(1);
    const { id, plan } = await bed.begin('roll-back', { component: 'router' });
    expect(plan.calls.map(({ operation, stage, step }) => `${step} ${operation} ${stage}`)).toEqual([
      '1 DisableStageTransition Deploy-medium',
      '2 RollbackStage Deploy-small',
      '3 RollbackStage Deploy-pre-production',
    ]);
    expect(plan.typedName).toBe('router');
    await bed.until(async () => (await bed.app.actions.find(id))?.calls[1]?.state === 'accepted', 'the first rollback');
    expect((await bed.app.actions.find(id))?.calls[2]?.state).toBe('recorded');
    await bed.advanceTo('router', 'Deploy-small', 'Bake');
    const action = await bed.ended(id);
    expect(action.state).toBe('done');
    const small = await bed.stageOf('router', 'Deploy-small');
    expect(small?.latestExecution).toMatchObject({ pipelineExecutionId: action.calls[1]?.executionId, type: 'ROLLBACK' });
    const before = await bed.stageOf('router', 'Deploy-pre-production');
    expect(before?.latestExecution).toMatchObject({ pipelineExecutionId: action.calls[2]?.executionId, type: 'ROLLBACK' });
    expect((await bed.stageOf('router', 'Deploy-medium'))?.inboundTransitionState?.enabled).toBe(false);
  });

  it('retries what failed', async () => {
    await bed.release('cache-engine', 'Deploy-pre-production', 'Failed', 'pre-production');
    const { id, plan } = await bed.begin('retry-stage', { component: 'cache-engine', stage: 'Deploy-pre-production' });
    expect(plan.summary).toContain('Bake');
    expect((await bed.ended(id)).state).toBe('done');
    expect((await bed.stageOf('cache-engine', 'Deploy-pre-production'))?.latestExecution?.status).toBe('InProgress');
  });
});
