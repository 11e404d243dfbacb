import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { World } from '../types.ts';
import { type Execution, isActive, type Pipeline, PipelineError, type StageState } from './pipeline-types.ts';
import { MINUTE, pipelineBed } from './testing/pipeline-bed.ts';

/** What an act is done to. */
interface Target {
  world: World;
  pipeline: Pipeline;
  state: StageState;
  execution: Execution;
  /** Which of two ways. */
  flag: boolean;
}

const BY = 'arn:ann';
const ACTS: Record<string, (target: Target) => unknown> = {
  close: ({ world, pipeline, state }) => world.pipelines.disableTransition(pipeline, state.plan.name, 'a drill', BY),
  open: ({ world, pipeline, state }) => world.pipelines.enableTransition(pipeline, state.plan.name, BY),
  start: ({ world, pipeline }) => world.pipelines.start(pipeline, { by: BY }),
  stop: ({ world, pipeline, execution, flag }) => world.pipelines.stop(pipeline, execution.id, flag, 'a drill'),
  retry: ({ world, pipeline, state, flag }) =>
    world.pipelines.retry(pipeline, state.plan.name, state.run?.execution.id ?? '', flag ? 'FAILED_ACTIONS' : 'ALL_ACTIONS'),
  rollBack: ({ world, pipeline, state, execution }) => world.pipelines.rollBack(pipeline, state.plan.name, execution.id, BY),
  answer({ world, pipeline, flag }) {
    const actions = pipeline.stages.flatMap(({ run }) => run?.actions ?? []);
    const waiting = actions.find((action) => action.token !== null && action.status === 'InProgress');
    if (!waiting) return;
    const where = { stage: waiting.run.stage.name, action: waiting.plan.name, token: waiting.token ?? '' };
    world.pipelines.answer(pipeline, { ...where, approved: flag, summary: 'a drill', by: BY });
  },
  override: ({ world, pipeline, state, execution, flag }) =>
    world.pipelines.override(pipeline, state.plan.name, execution.id, flag ? 'BEFORE_ENTRY' : 'ON_SUCCESS'),
  changeMode: ({ world, pipeline, flag }) => world.pipelines.edit(pipeline, { mode: flag ? 'QUEUED' : 'SUPERSEDED' }),
  push: ({ world, pipeline, flag }) => world.releases.start({ component: pipeline.component.name, quality: flag ? 'bad' : 'good' }),
  stopBake({ world }) {
    const bake = world.releases.bakes().find(({ status }) => status === 'RUNNING');
    if (bake) world.releases.stopBake(bake.executionArn, null, null);
  },
  makeSick: ({ world, execution }) =>
    world.incidents.start({ cell: world.cells[execution.serial % world.cells.length]?.name ?? '', kind: 'errors' }),
  makeWell: ({ world }) => world.incidents.end(),
};
const act = fc.record({
  what: fc.constantFrom(...Object.keys(ACTS)),
  pipeline: fc.nat(4),
  stage: fc.nat(7),
  execution: fc.nat(5),
  flag: fc.boolean(),
  /** Until the next act. */
  wait: fc.integer({ min: 0, max: 8 * MINUTE }),
});

/** What is wrong with a pipeline; nothing ever should be. */
function faultsOf(pipeline: Pipeline, now: number): string[] {
  const faults = pipeline.executions.flatMap((execution) => faultsOfExecution(pipeline, execution, now));
  if (new Set(pipeline.executions.map(({ id }) => id)).size < pipeline.executions.length) faults.push('two executions have one id');
  for (const { plan, runs, run, inbound, transition, stale } of pipeline.stages) {
    if (runs.filter(isActive).length > 1) faults.push(`${plan.name} works off several executions`);
    if (inbound.length > 0 && transition.enabled && !stale && !isActive(run)) faults.push(`${plan.name} is free, and some wait`);
  }
  return faults.map((fault) => `${pipeline.component.name}: ${fault}`);
}

/** An execution that goes on is in exactly one place, and one that has ended in none. */
function faultsOfExecution({ stages }: Pipeline, execution: Execution, now: number): string[] {
  const { id, status, runs } = execution;
  const goesOn = status === 'InProgress' || status === 'Stopping';
  const inside = runs.filter(isActive).length;
  const waiting = stages.filter(({ inbound }) => inbound.includes(execution)).length;
  const faults: string[] = [];
  if (inside + waiting !== (goesOn ? 1 : 0)) faults.push(`${id} is ${status}, inside of ${inside} stages and in front of ${waiting}`);
  for (const run of runs) {
    if (!isActive(run) && run.actions.some((action) => action.status === 'InProgress')) faults.push(`${id} left an action behind`);
    for (const { startedAt, updatedAt } of [run, ...run.actions]) {
      if (startedAt > updatedAt || updatedAt > now) faults.push(`${id} has times of the future`);
    }
  }
  return faults;
}

test('whatever people do, no execution gets lost, no stage gets stuck, and no bake changes its end', { timeout: 120_000 }, () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(fc.array(act, { minLength: 20, maxLength: 60 }), fc.nat(1000), (acts, seed) => {
      const bed = pipelineBed({ cells: 12, seed, quiet: seed % 2 === 0 });
      const names = bed.world.releases.components().map(({ name }) => name);
      const ends = new Map<string, string>();
      const faults: string[] = [];
      for (const { what, flag, wait, ...pick } of acts) {
        const pipeline = bed.pipeline(names[pick.pipeline % names.length]);
        const state = pipeline.stages[pick.stage % pipeline.stages.length] as StageState;
        const execution = pipeline.executions.at(-1 - (pick.execution % pipeline.executions.length)) as Execution;
        try {
          ACTS[what]?.({ world: bed.world, pipeline, state, execution, flag });
        } catch (error) {
          if (!(error instanceof PipelineError)) throw error;
          codes.add(error.code);
        }
        bed.pass(wait);
        for (const name of names) faults.push(...faultsOf(bed.pipeline(name), bed.now()));
        for (const { executionArn, status, startedAt, stoppedAt, lastsMs } of bed.world.releases.bakes()) {
          if (status !== (ends.get(executionArn) ?? status)) faults.push(`${executionArn} was ${ends.get(executionArn)}, is ${status}`);
          if (status !== 'RUNNING') ends.set(executionArn, status);
          if ((stoppedAt ?? bed.now()) > startedAt + lastsMs) faults.push(`${executionArn} lasts too long`);
        }
      }
      expect(faults).toEqual([]);
    }),
    { numRuns: 30 },
  );
  // Some acts were refused, in more than one way.
  expect(codes.size).toBeGreaterThan(2);
});
