import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, type PipelineBed, pipelineBed, SECOND } from './testing/pipeline-bed.ts';

let bed: PipelineBed;
let id: string;
beforeEach(() => {
  bed = pipelineBed();
  id = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
});

const stop = (abandon: boolean, reason: string | null = 'a test') => bed.world.pipelines.stop(bed.pipeline(), id, abandon, reason);
const actions = (stage: string) => Object.fromEntries([...bed.stage(stage).latest].map(([name, action]) => [name, action.status]));
const deployments = (cell: string) => bed.world.releases.deployments('router', cell).at(-1);
const deploying = () => bed.until(() => bed.place(id).inside === 'Deploy-small');
const baking = () => bed.until(() => bed.stage('Deploy-small').latest.get('Bake')?.run.execution.id === id);
const small = () => bed.world.cells.filter((cell) => cell.wave === 'small');

describe('stopping with waiting', () => {
  test('lets running deployments end, then stops, and starts no bake', () => {
    deploying();
    stop(false);
    expect(bed.execution(id)).toMatchObject({ status: 'Stopping', stopReason: 'a test' });
    expect(bed.stage('Deploy-small').run?.status).toBe('Stopping');
    bed.pass(MINUTE);
    expect(bed.execution(id).status).toBe('Stopped');
    expect(bed.stage('Deploy-small').run?.status).toBe('Stopped');
    expect(
      bed
        .execution(id)
        .runs.at(-1)
        ?.actions.map(({ status }) => status),
    ).toEqual(small().map(() => 'Succeeded'));
    for (const cell of small()) expect(deployments(cell.name)).toMatchObject({ executionId: id, status: 'succeeded' });
  });

  test('waits for a bake to its end', () => {
    baking();
    stop(false);
    bed.pass(2 * MINUTE);
    expect(bed.execution(id).status).toBe('Stopping');
    bed.pass(2 * MINUTE);
    expect(bed.execution(id).status).toBe('Stopped');
  });

  test('asked for twice is refused, and may still be turned into abandoning, once', () => {
    baking();
    stop(false);
    expect(() => stop(false)).toThrow(expect.objectContaining({ code: 'DuplicatedStopRequestException' }));
    stop(true, 'sooner');
    expect(() => stop(true)).toThrow(expect.objectContaining({ code: 'DuplicatedStopRequestException' }));
    bed.pass(5 * SECOND);
    expect(bed.execution(id)).toMatchObject({ status: 'Stopped', stopReason: 'sooner' });
    expect(() => stop(true)).toThrow(expect.objectContaining({ code: 'PipelineExecutionNotStoppableException' }));
  });
});

describe('stopping with abandoning', () => {
  test('gives up running actions soon; their deployments go on to their end', () => {
    deploying();
    stop(true);
    expect(bed.execution(id).status).toBe('Stopping');
    bed.pass(2 * SECOND);
    expect(bed.execution(id).status).toBe('Stopped');
    expect(new Set(Object.values(actions('Deploy-small')))).toContain('Abandoned');
    expect(small().map((cell) => deployments(cell.name)?.status)).toContain('running');
    bed.pass(MINUTE);
    for (const cell of small()) expect(deployments(cell.name)).toMatchObject({ executionId: id, status: 'succeeded' });
  });

  test('leaves the bake’s state machine running; stopping that is a step of its own', () => {
    baking();
    stop(true);
    bed.pass(2 * SECOND);
    const [bake] = bed.world.releases.bakes();
    expect(actions('Deploy-small').Bake).toBe('Abandoned');
    expect(bake).toMatchObject({ status: 'RUNNING', executionId: id });
    expect(bed.world.releases.stopBake(bake?.executionArn ?? '', 'Halted', 'a test')).toBe(true);
    expect(bake).toMatchObject({ status: 'ABORTED', error: 'Halted', cause: 'a test', stoppedAt: bed.now() });
    expect(bed.world.releases.stopBake(bake?.executionArn ?? '', null, null)).toBe(false);
  });
});

test('an execution that waits stops at once', () => {
  bed.world.pipelines.disableTransition(bed.pipeline(), 'Deploy-small', 'hold', 'arn:x');
  bed.pass(HOUR);
  stop(false);
  expect(bed.execution(id).status).toBe('Stopped');
  expect(bed.stage('Deploy-small').inbound).toEqual([]);
});

test('stopping unlocks the stage, and the next execution enters unless the door is closed', () => {
  deploying();
  const next = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
  baking();
  bed.world.pipelines.stop(bed.pipeline(), id, true, null);
  bed.until(() => bed.place(next).inside === 'Deploy-small');
  expect(bed.execution(id).stopReason).toBeNull();
});

test('a bake that is stopped from outside fails its stage', () => {
  baking();
  const [bake] = bed.world.releases.bakes();
  expect(bed.world.releases.stopBake(bake?.executionArn ?? '', 'Halted', 'by hand')).toBe(true);
  expect(bed.stage('Deploy-small').latest.get('Bake')).toMatchObject({
    status: 'Failed',
    error: { code: 'JobFailed', message: 'The state machine execution aborted: Halted. by hand' },
  });
  expect(bed.execution(id).status).toBe('Failed');
});

test('what is over or was never there can’t be stopped', () => {
  bed.pass(HOUR);
  expect(() => stop(false)).toThrow('it is in a Succeeded state');
  expect(() => bed.world.pipelines.stop(bed.pipeline(), '00000000-0000-4000-a000-000000000000', false, null)).toThrow(
    expect.objectContaining({ code: 'PipelineExecutionNotStoppableException' }),
  );
});
