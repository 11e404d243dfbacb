import type { CellFacts } from '#lib/domain/facts.ts';
import type { FleetVerdict } from '#lib/domain/health/verdict.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { buildRolloutSteps } from '#lib/domain/release/build-rollout.ts';
import { findSuspects } from '#lib/domain/release/find-suspects.ts';
import { alarmLookup } from '#lib/domain/release/look-up-alarms.ts';
import type { ReleasePicture, Rollout } from '#lib/domain/release/rollout.ts';
import type { PipelineTargets } from './pipelines/pipeline-targets.ts';

/** One that moves is worked out again after so long although nothing was read of it: the alarms that it watches may have changed. */
const MOVING_AGAIN_MS = 5_000;
/** One at rest: whether its facts are still fresh. */
const AT_REST_AGAIN_MS = 10 * 60_000;

interface Kept {
  registry: Registry;
  mark: string;
  at: number;
  rollout: Rollout;
}

/** Works out where every release stands. What stands still is not worked out again each time. */
export class ReleaseKeeper {
  #kept = new Map<string, Kept>();

  /** In steps of at most a few milliseconds each. */
  *pictureSteps(given: {
    registry: Registry;
    pipelines: Pick<PipelineTargets, 'facts' | 'markOf'>;
    cells: ReadonlyMap<string, CellFacts>;
    verdict: FleetVerdict;
    now: number;
  }): Generator<undefined, ReleasePicture> {
    const { registry, pipelines, cells, verdict, now } = given;
    const alarms = alarmLookup(cells, now);
    const kept = new Map<string, Kept>();
    for (const { name } of registry.components) {
      const facts = pipelines.facts(name);
      if (!facts) continue;
      const mark = pipelines.markOf(name);
      const before = this.#kept.get(name);
      const again = before?.rollout.moving ? MOVING_AGAIN_MS : AT_REST_AGAIN_MS;
      const same = before?.registry === registry && before.mark === mark && now - before.at < again;
      const rollout = same ? { ...before.rollout, read: facts.read } : yield* buildRolloutSteps({ facts, registry, alarms, now });
      kept.set(name, { registry, mark, at: same ? before.at : now, rollout });
      yield;
    }
    this.#kept = kept;
    const rollouts = [...kept.values()].map(({ rollout }) => rollout);
    return { rollouts, suspects: findSuspects({ registry, cells: verdict.cells, rollouts, now }) };
  }
}
