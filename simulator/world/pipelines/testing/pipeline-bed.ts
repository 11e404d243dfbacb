import { createWorld } from '../../create-world.ts';
import type { World, WorldOptions } from '../../types.ts';
import { type Execution, type Pipeline, type StageState, structureOf } from '../pipeline-types.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const START = Date.UTC(2026, 10, 24, 12, 0, 20);
const STEP = 2 * SECOND;

/** A world whose clock a test turns. */
export interface PipelineBed {
  world: World;
  now(): number;
  pass(ms: number): void;
  /** Lets time pass until something holds. @throws when it does not within the time */
  until(holds: () => boolean, within?: number): void;
  pipeline(name?: string): Pipeline;
  stage(stage: string, pipeline?: string): StageState;
  execution(id: string, pipeline?: string): Execution;
  /** Names of the stages in which an execution is now or waits in front of. */
  place(id: string, pipeline?: string): { inside: string | null; waiting: string | null };
}

/** For tests: 24 cells at pace 10, which release nothing by themselves. */
export function pipelineBed(options: Partial<WorldOptions> = {}): PipelineBed {
  let now = START;
  const world = createWorld({ cells: 24, seed: 5, quiet: true, clock: { now: () => now }, ...options });
  const bed: PipelineBed = {
    world,
    now: () => now,
    pass(ms) {
      now += ms;
      world.releases.list();
    },
    until(holds, within = 2 * HOUR) {
      for (const end = now + within; !holds(); bed.pass(STEP)) if (now > end) throw new Error(`It did not happen within ${within} ms`);
    },
    pipeline(name = 'router') {
      const found = world.pipelines.find('100000000003', 'us-east-1', name);
      if (!found) throw new Error(`There is no pipeline ${name}`);
      return found;
    },
    stage(stage, name) {
      const found = bed.pipeline(name).stages.find((state) => state.plan.name === stage);
      if (!found) throw new Error(`There is no stage ${stage}`);
      return found;
    },
    execution(id, name) {
      const found = bed.pipeline(name).executions.find((execution) => execution.id === id);
      if (!found) throw new Error(`There is no execution ${id}`);
      return found;
    },
    place(id, name) {
      const { stages } = bed.pipeline(name);
      return {
        inside:
          stages.find(({ run }) => run?.execution.id === id && (run.status === 'InProgress' || run.status === 'Stopping'))?.plan.name ??
          null,
        waiting: stages.find(({ inbound }) => inbound.some((execution) => execution.id === id))?.plan.name ?? null,
      };
    },
  };
  return bed;
}

/** The version of a pipeline's structure. */
export function versionOf(pipeline: Pipeline): number {
  return structureOf(pipeline).version;
}

/** The execution that was last in a stage. */
export function lastIn(bed: PipelineBed, stage: string): string | undefined {
  return bed.stage(stage).run?.execution.id;
}
