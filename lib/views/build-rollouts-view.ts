import type { Registry } from '#lib/domain/registry/registry.ts';
import type { ReleasePicture, Rollout } from '#lib/domain/release/rollout.ts';
import { approvalView, buildCrossing, pauseView } from './build-crossing.ts';
import type { SourceView } from './fleet-view.ts';
import { isoTime } from './iso-time.ts';
import { pauseReminders } from './pause-reminders.ts';
import { driftOfOthers, driftWords, readProblem, rolloutsHeadline, rolloutWords, sourceWords } from './rollout-words.ts';
import type { ComponentRolloutView, RolloutsView } from './rollouts-view.ts';
import { loudestTone, mostUrgent, placeTone } from './stage-words.ts';
import { suspectedReleases, suspectView } from './suspected-releases.ts';

const MAKES_PIPELINES = /pipeline/i;

/** The matrix of components and waves: contract of GET /api/rollouts. */
export function buildRolloutsView(given: {
  version: string;
  registry: Registry;
  releases: ReleasePicture;
  sources: readonly SourceView[];
  now: number;
}): RolloutsView {
  const { version, registry, releases, sources, now } = given;
  const { rollouts } = releases;
  const waves = registry.waves.map(({ name }) => ({
    name,
    cells: registry.cells.filter((cell) => cell.wave === name).map((cell) => cell.name),
  }));
  const counts = countRollouts(rollouts);
  // The pipeline that makes the others deploys to no cell: what they lack is told there, once for all.
  const maker = rollouts.find((rollout) => MAKES_PIPELINES.test(rollout.component) && rollout.stages.length > 0 && !deploys(rollout));
  const components = rollouts.map((rollout) => {
    const drift = maker ? null : driftWords(rollout);
    return componentRow(rollout, waves, releases, rollout === maker ? driftOfOthers(maker, rollouts, now) : drift, now);
  });
  return {
    version,
    observedAt: isoTime(now),
    headline: rolloutsHeadline(rollouts, suspectedReleases(releases), counts),
    ...counts,
    waves,
    components,
    reminders: pauseReminders(rollouts, now),
    sources,
  };
}

function countRollouts(rollouts: readonly Rollout[]): Pick<RolloutsView, 'moving' | 'paused' | 'approvals'> {
  const where = (holds: (rollout: Rollout) => boolean) => rollouts.filter(holds).length;
  return {
    moving: where((rollout) => rollout.moving),
    paused: where(({ stages }) => stages.some((stage) => stage.paused !== null)),
    approvals: where(({ stages }) => stages.some((stage) => stage.approval !== null)),
  };
}

function deploys({ stages }: Rollout): boolean {
  return stages.some((stage) => stage.cells.length > 0);
}

function componentRow(
  rollout: Rollout,
  waves: RolloutsView['waves'],
  releases: ReleasePicture,
  drift: string | null,
  now: number,
): ComponentRolloutView {
  const { component, pipeline, stages, newest } = rollout;
  const crossings = deploys(rollout) ? waves.map(({ name, cells }) => buildCrossing(rollout, name, cells, releases.suspects, now)) : [];
  const firstWave = stages.findIndex((stage) => stage.kind === 'wave');
  const before = firstWave === -1 ? stages : stages.slice(0, firstWave);
  const lead = mostUrgent(before);
  const paused = before.find((stage) => stage.paused !== null);
  const approval = before.find((stage) => stage.approval !== null);
  const tone = lead ? placeTone(lead.place) : 'quiet';
  const suspect = suspectedReleases(releases).find((one) => one.component === component);
  return {
    component,
    pipeline: pipeline.name,
    moving: rollout.moving,
    paused: stages.some((stage) => stage.paused !== null),
    tone: loudestTone([tone, ...crossings.map((crossing) => crossing.tone)]),
    text: rolloutWords(rollout, now),
    newest: newest && { executionId: newest.executionId, revision: newest.revision, startedAt: isoTime(newest.startedAt) },
    source: {
      place: lead?.place ?? 'never',
      tone,
      revision: lead?.revision ?? newest?.revision ?? null,
      text: sourceWords(rollout, before, now),
      paused: paused ? pauseView(paused, now) : null,
      approval: approval ? approvalView(approval) : null,
    },
    crossings,
    drift,
    suspect: suspect ? suspectView(suspect) : null,
    problem: readProblem(rollout, now),
    observedAt: isoTime(rollout.read.observedAt),
  };
}
