import { TOOLING } from '../create-organization.ts';
import { hashText } from '../noise.ts';
import { bakeLasts } from './bake.ts';
import { GOOD, type Push, pushCommit } from './commit-history.ts';
import { type Engine, paced } from './engine.ts';
import { type Execution, type Pipeline, PipelineError } from './pipeline-types.ts';
import { PIPELINE_REGION } from './plan-components.ts';
import { startExecution } from './start-execution.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How many releases a world remembers when it begins. */
const PAST = 7;
/** At pace 1. */
const OWN_RELEASE_EVERY_MS = 6 * HOUR;
const FIRST_AFTER_MS = 30_000;
/** The release before the last but two of every third component breaks in its build. */
const BROKEN = 3;

/** A push to the repository, and what it starts. */
export function release(engine: Engine, pipeline: Pipeline, push: Push, breaks = false): Execution {
  const commit = pushCommit(engine.seed, pipeline, engine.time.now(), push);
  return startExecution(engine, pipeline, { commit, trigger: triggerOf(pipeline), breaks });
}

function triggerOf({ component, stages }: Pipeline): Execution['trigger'] {
  if (stages[0]?.plan.actions[0]?.provider === 'CodeStarSourceConnection') return { type: 'WebhookV2', detail: CONNECTION };
  return {
    type: 'CloudWatchEvent',
    detail: `arn:aws:events:${PIPELINE_REGION}:${TOOLING}:rule/codepipeline-${component.name}-main`,
  };
}

/** The connection to GitHub. */
export const CONNECTION = `arn:aws:codeconnections:${PIPELINE_REGION}:${TOOLING}:connection/7c1f0e5a-3b0d-4c55-9d61-0f2b8f6a9c11`;

/** How long a release takes from its source to its last wave, ms, with room. */
function takes(engine: Engine, { stages }: Pipeline): number {
  let ms = 0;
  for (const { plan } of stages) {
    ms += paced(engine, 10 * MINUTE) + (plan.wave === null ? paced(engine, 15 * MINUTE) : bakeLasts(engine, plan.wave));
  }
  return ms;
}

/** Plans the releases of the past, all over by `opensAt`; the pipeline of pipelines last ran days before. */
export function planHistory(engine: Engine): void {
  for (const [i, pipeline] of [...engine.pipelines.values()].entries()) {
    const long = takes(engine, pipeline);
    const chance = hashText(`${engine.seed}/${pipeline.component.name}/history`) / 2 ** 32;
    const every = Math.max(DAY, 2 * long);
    const last = engine.opensAt - long * 1.2 - HOUR * (1 + 9 * chance) - (pipeline.component.kind === 'pipelines' ? 3 * every : 0);
    for (let n = PAST - 1; n >= 0; n--) {
      const at = Math.round(last - n * every - (n === 0 ? 0 : every * 0.3 * (hashText(`${chance}/${n}`) / 2 ** 32)));
      engine.time.plan(at, () => release(engine, pipeline, GOOD, n === BROKEN && i % 3 === 1));
    }
  }
}

/** When the first execution of the past starts at the earliest, for the age of pipelines. */
export const HISTORY_MS = 200 * DAY;

/** Plans the releases that the world makes by itself from now on, until it is told to be quiet. */
export function planOwnReleases(engine: Engine, isQuiet: () => boolean): void {
  const releasing = [...engine.pipelines.values()].filter(({ component }) => component.kind !== 'pipelines');
  for (const [i, pipeline] of releasing.entries()) {
    const every = Math.max(paced(engine, OWN_RELEASE_EVERY_MS), 1.2 * takes(engine, pipeline));
    const again = () => {
      if (isQuiet()) return;
      try {
        release(engine, pipeline, GOOD);
      } catch (error) {
        // A queue that is full has to wait for people.
        if (!(error instanceof PipelineError)) throw error;
      }
      const chance = hashText(`${engine.seed}/${pipeline.component.name}/own/${pipeline.started}`) / 2 ** 32;
      engine.time.plan(engine.time.now() + every * (0.85 + 0.3 * chance), again);
    };
    engine.time.plan(engine.opensAt + FIRST_AFTER_MS + (every * i) / releasing.length, again);
  }
}
