import type { BakeWorld } from '../release-types.ts';
import type { Engine } from './engine.ts';
import type { Pipeline, StageRun } from './pipeline-types.ts';

/** Remembered bakes, newest first. */
export function allBakes(engine: Engine): BakeWorld[] {
  const found: BakeWorld[] = [];
  for (const run of waveRuns(engine.pipelines.values())) for (const { bake } of run.actions) if (bake) found.push(bake);
  return found.sort((a, b) => b.startedAt - a.startedAt);
}

/** Null for an ARN that nobody knows (any more). */
export function findBake(engine: Engine, executionArn: string): BakeWorld | null {
  for (const { actions } of waveRuns(engine.pipelines.values())) {
    for (const { bake } of actions) if (bake?.executionArn === executionArn) return bake;
  }
  return null;
}

function* waveRuns(pipelines: Iterable<Pipeline>): Generator<StageRun> {
  for (const { executions } of pipelines) for (const { runs } of executions) for (const run of runs) if (run.stage.wave !== null) yield run;
}
