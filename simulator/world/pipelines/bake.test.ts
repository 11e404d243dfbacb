import { describe, expect, test } from 'vitest';
import { MINUTE, pipelineBed, SECOND } from './testing/pipeline-bed.ts';

const HOUR = 60 * MINUTE;

describe.each([10, 20, 100, 1_000])('a bake at pace %i', (pace) => {
  // The shorter bake of two, at each moment of a minute, by day and by night.
  test.each([0, 9, 18])('catches a bad release at any second of a minute, %i hours on', (hours) => {
    const missed: string[] = [];
    for (let second = 0; second < 60; second += 5) {
      const bed = pipelineBed({ pace, cells: 12 });
      bed.pass(hours * HOUR + second * SECOND);
      const id = bed.world.releases.start({ component: 'router', quality: 'bad', severity: 0.5, wave: 'small' }).id;
      bed.until(() => bed.execution(id).status !== 'InProgress');
      const last = bed.execution(id).runs.at(-1);
      if (bed.execution(id).status !== 'Failed' || last?.stage.wave !== 'small') missed.push(`${second} s: in ${last?.stage.name}`);
    }
    expect(missed).toEqual([]);
  });
});
