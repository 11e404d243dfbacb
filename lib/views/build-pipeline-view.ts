import type { Registry } from '#lib/domain/registry/registry.ts';
import { chooseRollback } from '#lib/domain/release/choose-rollback.ts';
import type { PipelineFacts } from '#lib/domain/release/facts.ts';
import type { ReleasePicture, Rollout } from '#lib/domain/release/rollout.ts';
import { buildReleaseView } from './build-release-view.ts';
import { buildStageView } from './build-stage-view.ts';
import { pipelineConsoleUrl } from './console-links.ts';
import type { SourceView } from './fleet-view.ts';
import { isoTime } from './iso-time.ts';
import { componentHeadline, driftWords, readProblem } from './rollout-words.ts';
import type { PipelineView } from './rollouts-view.ts';
import { suspectedReleases, suspectView } from './suspected-releases.ts';

/** One pipeline in full: contract of GET /api/rollouts/PIPELINE. */
export function buildPipelineView(given: {
  version: string;
  registry: Registry;
  facts: PipelineFacts;
  rollout: Rollout;
  suspects: ReleasePicture['suspects'];
  sources: readonly SourceView[];
  now: number;
}): PipelineView {
  const { version, registry, facts, rollout, suspects, sources, now } = given;
  const { component, pipeline, newest, moving } = rollout;
  const { organization } = registry;
  const suspect = suspectedReleases({ rollouts: [rollout], suspects }).find((one) => one.component === component) ?? null;
  const suspected = new Set([...suspects.values()].map(({ executionId }) => executionId));
  const releases = rollout.releases.map((release) => buildReleaseView(release, rollout, organization));
  return {
    version,
    observedAt: isoTime(now),
    component,
    pipeline: {
      name: pipeline.name,
      accountId: pipeline.accountId,
      region: pipeline.region,
      version: pipeline.version,
      mode: facts.structure || newest ? pipeline.mode : null,
      consoleUrl: pipelineConsoleUrl(organization, pipeline),
    },
    headline: componentHeadline(rollout, suspect, now),
    moving,
    newest: releases[0] ?? null,
    stages: rollout.stages.map((stage) =>
      buildStageView(stage, {
        rollout,
        registry,
        suspects,
        candidate: chooseRollback({ facts, stage: stage.name, isSuspected: (id) => suspected.has(id) }),
        now,
      }),
    ),
    releases,
    drift: driftWords(rollout),
    suspect: suspect && suspectView(suspect),
    problem: readProblem(rollout, now),
    sources,
  };
}
