import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution, PipelineFacts } from './facts.ts';
import { ago, execution, latest, routerFacts, run, stageState, state, structure, waveRuns } from './fixture.ts';
import { rollbackCandidates } from './rollback-candidate.ts';
import { shortRevision } from './short-revision.ts';

const SMALL = 'Deploy-small';

/** The router with 2f9c1 settled in wave small. */
const settled = (changes: Partial<PipelineFacts> = {}) =>
  routerFacts({
    state: state([stageState(SMALL, latest('new'))]),
    executions: [execution('new', '2f9c1', { startedAt: ago(84) }), execution('old', '41ad0')],
    ...changes,
  });
/** The one that AWS itself proposes. */
const rollbackCandidate = (facts: PipelineFacts, stage: string, succeeded?: readonly Execution[]) => {
  const found = rollbackCandidates(facts, stage, succeeded);
  if (found.kind === 'none') return found;
  const [first] = found.executions;
  return { kind: 'candidate' as const, executionId: first.id, revision: shortRevision(first.revisions[0]?.id ?? '') };
};
const reason = (facts: PipelineFacts, stage = SMALL, succeeded?: readonly Execution[]) => {
  const found = rollbackCandidate(facts, stage, succeeded);
  return found.kind === 'none' ? found.reason : found;
};

describe('a stage rolls back', () => {
  it('to the last release before the present one that succeeded in it', () => {
    expect(rollbackCandidate(settled(), SMALL)).toEqual({ kind: 'candidate', executionId: 'old', revision: '41ad0' });
  });

  it('to what AWS lists as succeeded there, when that is known', () => {
    const listed = [execution('new', '2f9c1'), execution('other', '2f9c1'), execution('b', 'bbbbb'), execution('old', '41ad0')];
    expect(rollbackCandidate(settled(), SMALL, listed)).toMatchObject({ executionId: 'b' });
    expect(reason(settled(), SMALL, [execution('new', '2f9c1')])).toContain('No earlier release');
  });

  it('never to a rollback, and from one to what is older than what it went back to', () => {
    const rollback = execution('back', '41ad0', { type: 'ROLLBACK', rollbackTarget: 'old' });
    const executions = [rollback, execution('new', '2f9c1'), execution('old', '41ad0'), execution('older', '0ld3r')];
    const facts = settled({ executions, state: state([stageState(SMALL, latest('back', 'Succeeded', 'ROLLBACK'))]) });
    // AWS takes the first other revision that succeeded, a newer one too.
    expect(rollbackCandidate(facts, SMALL, executions)).toMatchObject({ executionId: 'new' });
    expect(rollbackCandidate(facts, SMALL, [rollback, execution('old', '41ad0'), execution('older', '0ld3r')])).toMatchObject({
      executionId: 'older',
    });
  });

  it('only to what succeeded in that very stage, under the present structure', () => {
    const failed = new Map([['old', waveRuns('old', 'small', ago(520)).map((one) => ({ ...one, status: 'Failed' as const }))]]);
    expect(reason(settled({ runs: failed }))).toContain('No earlier release');
    const edited = new Map([['old', waveRuns('old', 'small', ago(520)).map((one) => ({ ...one, pipelineVersion: 13 }))]]);
    expect(reason(settled({ runs: edited }))).toContain('(version 14)');
    const retried = new Map([
      ['old', [...waveRuns('old', 'small', ago(520)), run('old', SMALL, 'deploy-small-a', { status: 'Failed', startedAt: ago(530) })]],
    ]);
    expect(rollbackCandidate(settled({ runs: retried }), SMALL)).toMatchObject({ executionId: 'old' });
    const later = new Map([['old', waveRuns('old', 'pre', ago(520))]]);
    expect(reason(settled({ runs: later }))).toContain('No earlier release');
  });

  it('to a release that went through the whole pipeline, where its runs were not read and nothing changed since', () => {
    const unread = (changes: Partial<PipelineFacts> = {}) => settled({ runs: new Map(), ...changes });
    expect(rollbackCandidate(unread(), SMALL)).toMatchObject({ executionId: 'old' });
    expect(reason(unread({ structure: structure({ updatedAt: ago(300) }) }))).toContain('No earlier release');
    expect(rollbackCandidate(unread({ structure: structure({ updatedAt: ago(900) }) }), SMALL)).toMatchObject({ executionId: 'old' });
    const since = new Map([['new', [run('new', SMALL, 'deploy-small-a', { pipelineVersion: 13, startedAt: ago(60) })]]]);
    expect(reason(unread({ runs: since }))).toContain('No earlier release');
    expect(reason(unread({ executions: [execution('new', '2f9c1'), execution('old', '41ad0', { status: 'Failed' })] }))).toContain(
      'No earlier',
    );
  });

  it('not where AWS never does, and says why', () => {
    expect(reason(settled(), 'Source')).toBe('The stage with the source cannot be rolled back.');
    expect(reason(settled({ structure: structure({ mode: 'PARALLEL' }) }))).toBe('A pipeline in PARALLEL mode cannot be rolled back.');
    expect(reason(settled({ state: state([stageState(SMALL, latest('new', 'InProgress'))]) }))).toBe('The stage runs now. Halt it first.');
    expect(reason(settled({ state: state([stageState(SMALL, null)]) }))).toBe('Nothing has run here yet.');
    expect(reason(settled({ structure: null }))).toBe('The pipeline has not been read yet.');
    expect(reason(settled(), 'Deploy-huge')).toBe('The pipeline has no stage Deploy-huge.');
    expect(reason(settled({ executions: [execution('old', '41ad0')] }))).toContain('not among those that AWS lists');
  });

  it('never to a rollback, to itself, or to the same revisions', () => {
    const some = fc.record({
      id: fc.integer({ min: 0, max: 9 }).map(String),
      revision: fc.constantFrom('aaaaa', 'bbbbb', 'ccccc'),
      type: fc.constantFrom('STANDARD' as const, 'ROLLBACK' as const),
      target: fc.option(fc.integer({ min: 0, max: 9 }).map(String)),
    });
    fc.assert(
      fc.property(fc.uniqueArray(some, { selector: (one) => one.id, minLength: 1 }), (list) => {
        const executions = list.map(({ id, revision, type, target }) =>
          execution(id, revision, { type, rollbackTarget: type === 'ROLLBACK' ? target : null }),
        );
        const present = executions[0] as Execution;
        const facts = settled({ executions, state: state([stageState(SMALL, latest(present.id, 'Succeeded', present.type))]) });
        const found = rollbackCandidate(facts, SMALL, executions);
        if (found.kind === 'none') return;
        const chosen = executions.find((one) => one.id === found.executionId);
        const stands = executions.find((one) => one.id === present.rollbackTarget) ?? present;
        expect(chosen?.type).toBe('STANDARD');
        expect(chosen?.id).not.toBe(stands.id);
        expect(chosen?.revisions[0]?.id).not.toBe(stands.revisions[0]?.id);
      }),
    );
  });
});
