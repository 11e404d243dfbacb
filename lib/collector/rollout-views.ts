import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture } from '#lib/domain/release/rollout.ts';
import { buildPipelineView } from '#lib/views/build-pipeline-view.ts';
import { buildRolloutsView } from '#lib/views/build-rollouts-view.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';
import type { PipelineTargets } from './pipelines/pipeline-targets.ts';
import type { RolloutViews } from './rollouts-board.ts';

/** The views of releases as they stand at one moment; one pipeline's is built when somebody asks for it. */
export function rolloutViews(given: {
  registry: Registry;
  pipelines: Pick<PipelineTargets, 'facts' | 'markOf'>;
  releases: ReleasePicture;
  sources: readonly SourceView[];
  now: number;
}): RolloutViews {
  const { registry, pipelines, releases, sources, now } = given;
  const { rollouts, suspects } = releases;
  return {
    mark: registry.components.map(({ name }) => pipelines.markOf(name)).join(),
    pipelines: rollouts.map(({ pipeline }) => pipeline.name),
    all: (version) => buildRolloutsView({ version, registry, releases, sources, now }),
    of: (pipeline, version) => {
      const rollout = rollouts.find((one) => one.pipeline.name === pipeline);
      const facts = rollout && pipelines.facts(rollout.component);
      return facts ? buildPipelineView({ version, registry, facts, rollout, suspects, sources, now }) : null;
    },
  };
}
