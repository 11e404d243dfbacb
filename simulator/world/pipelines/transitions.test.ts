import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, type PipelineBed, pipelineBed, SECOND } from './testing/pipeline-bed.ts';

const BY = 'arn:aws:sts::100000000003:assumed-role/CellwatchController/ann';
const DAY = 24 * HOUR;
let bed: PipelineBed;
beforeEach(() => {
  bed = pipelineBed();
});

const start = (component = 'router') => bed.world.releases.start({ component, quality: 'good' }).id;
const close = (stage: string, component = 'router') => bed.world.pipelines.disableTransition(bed.pipeline(component), stage, 'a test', BY);
const open = (stage: string, component = 'router') => bed.world.pipelines.enableTransition(bed.pipeline(component), stage, BY);
const waiting = (stage: string, component = 'router') => bed.stage(stage, component).inbound.map(({ id }) => id);

describe('a closed door', () => {
  test('tells who closed it, when and why; the last one to say so wins', () => {
    close('Deploy-small');
    bed.pass(MINUTE);
    bed.world.pipelines.disableTransition(bed.pipeline(), 'Deploy-small', 'another reason', 'arn:other');
    expect(bed.stage('Deploy-small').transition).toMatchObject({
      enabled: false,
      changedBy: 'arn:other',
      changedAt: bed.now(),
      reason: 'another reason',
    });
    open('Deploy-small');
    expect(bed.stage('Deploy-small').transition).toMatchObject({ enabled: true, changedBy: BY, reason: null });
    expect(() => close('Deploy-tiny')).toThrow("Pipeline 'router' does not have a stage with name 'Deploy-tiny'");
  });

  test('holds an execution in front of it, and lets it in when opened', () => {
    close('Deploy-small');
    const id = start();
    bed.pass(HOUR);
    expect(bed.place(id)).toEqual({ inside: null, waiting: 'Deploy-small' });
    expect(bed.execution(id).status).toBe('InProgress');
    open('Deploy-small');
    expect(bed.place(id)).toEqual({ inside: 'Deploy-small', waiting: null });
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
  });

  test('stops nothing that is inside already', () => {
    const id = start();
    bed.until(() => bed.place(id).inside === 'Deploy-small');
    close('Deploy-small');
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
  });
});

describe('in SUPERSEDED mode', () => {
  test('only the newest waits in front of a closed door', () => {
    close('Deploy-small');
    const first = start();
    bed.pass(HOUR);
    const second = start();
    bed.pass(HOUR);
    expect(waiting('Deploy-small')).toEqual([second]);
    expect(bed.execution(first).status).toBe('Superseded');
    open('Deploy-small');
    expect(bed.place(second).inside).toBe('Deploy-small');
  });

  test('a stage holds one execution; those behind it supersede each other, never the one inside', () => {
    const first = start();
    bed.until(() => bed.place(first).inside === 'Deploy-pre-production');
    const second = start();
    bed.until(() => bed.place(second).waiting === 'Deploy-pre-production');
    const third = start();
    bed.until(() => bed.place(third).waiting === 'Deploy-pre-production');
    expect(bed.place(first).inside).toBe('Deploy-pre-production');
    expect(bed.execution(second).status).toBe('Superseded');
    bed.until(() => bed.place(third).inside === 'Deploy-pre-production');
    expect(bed.place(first).inside).toBe('Deploy-small');
    bed.pass(HOUR);
    expect([first, second, third].map((id) => bed.execution(id).status)).toEqual(['Succeeded', 'Superseded', 'Succeeded']);
  });
});

describe('in QUEUED mode', () => {
  test('executions wait for their turn in the order they came, and none is superseded', () => {
    close('Deploy-small', 'topics');
    const ids = [start('topics'), start('topics'), start('topics')];
    bed.pass(2 * HOUR);
    expect(waiting('Deploy-small', 'topics')).toEqual(ids);
    open('Deploy-small', 'topics');
    expect(waiting('Deploy-small', 'topics')).toEqual(ids.slice(1));
    bed.pass(2 * HOUR);
    expect(ids.map((id) => bed.execution(id, 'topics').status)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
    const ends = ids.map((id) => bed.execution(id, 'topics').updatedAt);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  });

  test('at most 50 are under way at once', () => {
    close('Build', 'topics');
    for (let i = 0; i < 50; i++) start('topics');
    bed.pass(MINUTE);
    expect(() => start('topics')).toThrow('has reached the limit of 50 concurrent pipeline executions');
  });
});

describe('in PARALLEL mode', () => {
  test('executions run side by side through the same stages', () => {
    bed.world.pipelines.edit(bed.pipeline(), { mode: 'PARALLEL' });
    const [first, second] = [start(), start()];
    bed.pass(3 * MINUTE);
    const inside = (id: string) => bed.execution(id).runs.at(-1)?.stage.name;
    expect([inside(first), inside(second)]).toEqual(['Deploy-pre-production', 'Deploy-pre-production']);
    bed.pass(HOUR);
    expect([first, second].map((id) => bed.execution(id).status)).toEqual(['Succeeded', 'Succeeded']);
  });

  test('one that failed can be tried again while another is in the same stage', () => {
    bed.world.pipelines.edit(bed.pipeline(), { mode: 'PARALLEL' });
    const first = start();
    bed.until(() => bed.world.releases.bakes()[0]?.executionId === first);
    bed.world.releases.stopBake(bed.world.releases.bakes()[0]?.executionArn ?? '', null, null);
    const second = start();
    bed.until(() => bed.execution(second).runs.at(-1)?.stage.name === 'Deploy-pre-production');
    bed.world.pipelines.retry(bed.pipeline(), 'Deploy-pre-production', first, 'FAILED_ACTIONS');
    bed.pass(HOUR);
    expect([first, second].map((id) => bed.execution(id).status)).toEqual(['Succeeded', 'Succeeded']);
  });
});

describe('a door that was closed for more than 30 days', () => {
  test.each([
    [29, 'Deploy-small'],
    [31, null],
  ])('after %i days the execution that waits enters: %j', (days, inside) => {
    close('Deploy-small');
    const id = start();
    bed.pass(days * DAY);
    open('Deploy-small');
    bed.pass(10 * SECOND);
    expect(bed.place(id).inside).toBe(inside);
  });

  test('lets a newer one in', () => {
    close('Deploy-small');
    const old = start();
    bed.pass(31 * DAY);
    close('Deploy-small');
    open('Deploy-small');
    const id = start();
    bed.until(() => bed.place(id).inside === 'Deploy-small');
    expect(bed.execution(old).status).toBe('Superseded');
  });
});
