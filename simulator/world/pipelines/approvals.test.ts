import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, type PipelineBed, pipelineBed } from './testing/pipeline-bed.ts';

const STAGE = 'Approve-large';
let bed: PipelineBed;
let id: string;
beforeEach(() => {
  bed = pipelineBed();
  id = bed.world.releases.start({ component: 'auth', quality: 'good' }).id;
  bed.pass(HOUR);
});

const approval = () => bed.stage(STAGE, 'auth').latest.get('Approve');
const answer = (more: object = {}) =>
  bed.world.pipelines.answer(bed.pipeline('auth'), {
    ...{ stage: STAGE, action: 'Approve', token: approval()?.token ?? '', approved: true, summary: 'Looks fine', by: 'arn:ann' },
    ...more,
  });

describe('an approval before the last wave', () => {
  test('waits for a person, however long it takes', () => {
    expect(bed.place(id, 'auth').inside).toBe(STAGE);
    bed.pass(48 * HOUR);
    expect(approval()).toMatchObject({ status: 'InProgress', token: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  test('lets the release go on when approved, and tells by whom', () => {
    answer();
    expect(approval()).toMatchObject({ status: 'Succeeded', updatedBy: 'arn:ann', summary: 'Looks fine', updatedAt: bed.now() });
    bed.pass(HOUR);
    expect(bed.execution(id, 'auth').status).toBe('Succeeded');
  });

  test('fails the release when rejected', () => {
    answer({ approved: false, summary: 'Not today' });
    expect(approval()).toMatchObject({ status: 'Failed', summary: 'Not today', error: { code: 'JobFailed' } });
    expect(bed.execution(id, 'auth').status).toBe('Failed');
  });

  test('expires after seven days', () => {
    bed.pass(7 * 24 * HOUR);
    expect(approval()?.status).toBe('Failed');
    expect(bed.execution(id, 'auth').status).toBe('Failed');
  });

  test('takes one answer, with its own token, in its own place', () => {
    expect(() => answer({ token: '00000000-0000-4000-a000-000000000000' })).toThrow(
      expect.objectContaining({ code: 'InvalidApprovalTokenException' }),
    );
    expect(() => answer({ action: 'Bake' })).toThrow(expect.objectContaining({ code: 'ActionNotFoundException' }));
    expect(() => answer({ stage: 'Nowhere' })).toThrow(expect.objectContaining({ code: 'StageNotFoundException' }));
    answer();
    expect(() => answer()).toThrow(expect.objectContaining({ code: 'ApprovalAlreadyCompletedException' }));
  });

  test('keeps an execution that is stopped with waiting Stopping, until it is answered', () => {
    bed.world.pipelines.stop(bed.pipeline('auth'), id, false, null);
    bed.pass(HOUR);
    expect(bed.execution(id, 'auth').status).toBe('Stopping');
    answer();
    expect(bed.execution(id, 'auth').status).toBe('Stopped');
  });

  test('is given up at once when abandoned, and can’t be answered any more', () => {
    const token = approval()?.token ?? '';
    bed.world.pipelines.stop(bed.pipeline('auth'), id, true, null);
    bed.pass(2_000);
    expect(bed.execution(id, 'auth').status).toBe('Stopped');
    expect(() => answer({ token })).toThrow(expect.objectContaining({ code: 'ApprovalAlreadyCompletedException' }));
  });

  test('was given in the past', () => {
    const past = bed.pipeline('auth').executions[0]?.runs.find((run) => run.stage.name === STAGE)?.actions[0];
    expect(past).toMatchObject({ status: 'Succeeded', updatedBy: 'arn:aws:sts::100000000003:assumed-role/Deployer/mei.tanaka' });
  });
});
