import { beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, type PipelineBed, pipelineBed } from './testing/pipeline-bed.ts';

let bed: PipelineBed;
beforeEach(() => {
  bed = pipelineBed();
});

const bad = (more: object = {}) => bed.world.releases.start({ component: 'router', quality: 'bad', ...more }).id;
const cellsOf = (wave: string) => bed.world.cells.filter((cell) => cell.wave === wave);
function sum(metric: string, cell: { name: string; accountId: string; region: string }, from: number, to: number, period = 60): number {
  const key = { namespace: 'Cell', name: metric, dimensions: [{ name: 'Cell', value: cell.name }] };
  const at = (time: number) => Math.floor(time / (period * 1000)) * period * 1000;
  const { values } = bed.world.metrics.points(cell.accountId, cell.region, key, 'Sum', period, at(from), at(to)) ?? { values: [] };
  return values.reduce((total, value) => total + value, 0);
}
const ratio = (cell: { name: string; accountId: string; region: string }, from: number, to: number) =>
  sum('Errors', cell, from, to) / sum('Requests', cell, from, to);
const pages = () =>
  bed.world.cells.filter((cell) =>
    bed.world.alarms.describe(cell.accountId, cell.region).some(({ name, state }) => name === `${cell.name}-page` && state === 'ALARM'),
  );

describe('a bad release', () => {
  test('raises errors in the cells it has reached, from then on, and in no other', () => {
    const [first] = cellsOf('pre-production');
    if (!first) throw new Error('There is no cell in pre-production');
    bad({ severity: 0.6 });
    bed.until(() => bed.world.releases.extraErrorRatio(first.name, bed.now()) > 0);
    const since = bed.now();
    bed.pass(10 * MINUTE);
    expect(ratio(first, since - 20 * MINUTE, since - MINUTE)).toBeLessThan(0.001);
    expect(ratio(first, since + 3 * MINUTE, since + 9 * MINUTE)).toBeGreaterThan(0.5 * 0.6 ** 2 * 0.9);
    expect(ratio(first, since + 3 * MINUTE, since + 9 * MINUTE)).toBeLessThan(0.5 * 0.6 ** 2 * 1.1);
    for (const wave of ['small', 'medium', 'large']) {
      for (const cell of cellsOf(wave)) expect(ratio(cell, since - 5 * MINUTE, since + 9 * MINUTE)).toBeLessThan(0.001);
    }
  });

  test('makes alarms fire, which fail the bake and with it the stage and the execution', () => {
    const id = bad();
    bed.until(() => bed.execution(id).status !== 'InProgress');
    expect(bed.execution(id).status).toBe('Failed');
    expect(pages().map(({ wave }) => wave)).toContain('pre-production');
    const { run } = bed.stage('Deploy-pre-production');
    const bake = run?.actions.find(({ plan }) => plan.name === 'Bake');
    expect(bake).toMatchObject({ status: 'Failed', error: { code: 'JobFailed' } });
    expect(bake?.bake).toMatchObject({ status: 'FAILED', error: 'AlarmInAlarm' });
    expect(bake?.bake?.cause).toMatch(/^Alarm pre-\w+-a-(errors-critical|page) of cell pre-\w+-a is in ALARM\.$/);
    expect((bake?.updatedAt ?? 0) - (bake?.startedAt ?? 0)).toBeLessThan(6 * MINUTE);
    bed.pass(HOUR);
    expect(bed.world.releases.deployments('router', cellsOf('small')[0]?.name ?? '').at(-1)?.executionId).not.toBe(id);
  });

  test('that is only a little bad passes all bakes, and makes all cells a little sick', () => {
    const id = bad({ severity: 0.15 });
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
    const [cell] = cellsOf('large');
    if (!cell) throw new Error('There is no large cell');
    expect(ratio(cell, bed.now() - 10 * MINUTE, bed.now() - MINUTE)).toBeGreaterThan(0.009);
    expect(pages()).toEqual([]);
  });

  test('may show only from a wave on', () => {
    const id = bad({ wave: 'small' });
    bed.until(() => bed.execution(id).status !== 'InProgress');
    expect(bed.execution(id).status).toBe('Failed');
    expect(bed.stage('Deploy-pre-production').run).toMatchObject({ status: 'Succeeded' });
    expect(bed.execution(id).runs.at(-1)?.stage.wave).toBe('small');
    for (const cell of cellsOf('pre-production')) expect(bed.world.releases.extraErrorRatio(cell.name, bed.now())).toBe(0);
  });

  test('is healed by rolling back: the stage runs again, its bake succeeds, alarms are OK again', () => {
    const [target] = bed.world.releases.list().filter(({ component }) => component === 'router');
    const id = bad();
    bed.until(() => bed.execution(id).status === 'Failed');
    const stage = 'Deploy-pre-production';
    const back = bed.world.pipelines.rollBack(bed.pipeline(), stage, target?.id ?? '', 'arn:ann');
    bed.until(() => bed.execution(back).status !== 'InProgress');
    expect(bed.execution(back)).toMatchObject({ status: 'Succeeded', rollbackTarget: target?.id });
    const end = bed.now();
    bed.pass(10 * MINUTE);
    expect(pages()).toEqual([]);
    for (const cell of cellsOf('pre-production')) expect(ratio(cell, end, end + 9 * MINUTE)).toBeLessThan(0.001);
  });

  test('is healed by the next good one', () => {
    const id = bad({ severity: 0.15 });
    bed.pass(HOUR);
    bed.world.releases.start({ component: 'router', quality: 'good' });
    bed.pass(HOUR);
    expect(bed.execution(id).status).toBe('Succeeded');
    for (const cell of bed.world.cells) expect(bed.world.releases.extraErrorRatio(cell.name, bed.now())).toBe(0);
  });

  test('goes on being bad in a cell when it is deployed there once more', () => {
    const id = bad({ severity: 0.15 });
    bed.pass(HOUR);
    bed.world.pipelines.start(bed.pipeline(), { by: 'arn:ann', commitId: bed.execution(id).commit.id });
    const cell = cellsOf('large')[0]?.name ?? '';
    const level = bed.world.releases.extraErrorRatio(cell, bed.now());
    bed.pass(HOUR);
    expect(bed.world.releases.extraErrorRatio(cell, bed.now())).toBe(level);
    expect(level).toBeCloseTo(0.5 * 0.15 ** 2, 6);
  });

  test('keeps hours the exact sums of their minutes', () => {
    bad({ severity: 0.2 });
    const from = Math.floor(bed.now() / HOUR) * HOUR - HOUR;
    bed.pass(70 * MINUTE);
    bed.world.releases.start({ component: 'router', quality: 'good' });
    bed.pass(3 * HOUR);
    for (const cell of bed.world.cells.slice(0, 6)) {
      for (const metric of ['Requests', 'Errors']) {
        expect(sum(metric, cell, from, from + 4 * HOUR, 3600)).toBe(sum(metric, cell, from, from + 4 * HOUR));
      }
    }
  });

  test('comes out the same whether somebody looks at every moment or once after hours', () => {
    const id = bad();
    for (let i = 0; i < 60; i++) {
      bed.pass(MINUTE);
      for (const cell of bed.world.cells) bed.world.alarms.describe(cell.accountId, cell.region);
    }
    const other = pipelineBed();
    other.world.releases.start({ component: 'router', quality: 'bad' });
    other.pass(HOUR);
    expect(other.execution(id).updatedAt).toBe(bed.execution(id).updatedAt);
    expect(other.world.releases.bakes()).toEqual(bed.world.releases.bakes());
    const [cell] = cellsOf('pre-production');
    if (!cell) throw new Error('There is no cell in pre-production');
    const states = (from: PipelineBed) => from.world.alarms.history(cell.accountId, cell.region).map(({ at, summary }) => [at, summary]);
    expect(states(other)).toEqual(states(bed));
  });
});

describe('a bake', () => {
  test('fails too when an incident has nothing to do with the release', () => {
    const id = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
    const [cell] = cellsOf('small');
    if (!cell) throw new Error('There is no small cell');
    bed.until(() => bed.place(id).inside === 'Deploy-pre-production');
    bed.world.incidents.start({ cell: cell.name, kind: 'errors' });
    bed.until(() => bed.execution(id).status !== 'InProgress');
    expect(bed.execution(id).runs.at(-1)?.stage.name).toBe('Deploy-small');
    expect(bed.world.releases.bakes()[0]?.cause).toContain(cell.name);
  });

  test('fails when an alarm was set by hand, and does not care about cells of other waves', () => {
    const id = bed.world.releases.start({ component: 'router', quality: 'good' }).id;
    const set = (wave: string) => {
      const [cell] = cellsOf(wave);
      if (cell) bed.world.alarms.setState(cell.accountId, cell.region, `${cell.name}-page`, 'ALARM', 'by hand', null);
    };
    bed.until(() => bed.world.releases.bakes()[0]?.wave === 'pre-production' && bed.world.releases.bakes()[0]?.status === 'RUNNING');
    for (let i = 0; i < 30; i++) {
      set('large');
      bed.pass(10_000);
    }
    expect(bed.world.releases.bakes()[0]?.status).toBe('RUNNING');
    set('pre-production');
    bed.pass(20_000);
    expect(bed.execution(id).status).toBe('Failed');
  });
});
