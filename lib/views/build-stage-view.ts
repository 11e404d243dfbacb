import type { Registry } from '#lib/domain/registry/registry.ts';
import type { RollbackChoice } from '#lib/domain/release/choose-rollback.ts';
import type { BakeProgress, CellRelease, ReleasePicture, Rollout, StageRollout } from '#lib/domain/release/rollout.ts';
import { shortRevision } from '#lib/domain/release/short-revision.ts';
import { approvalView, cellMark, pauseView } from './build-crossing.ts';
import { alarmConsoleUrl, awsPageUrl, buildLogUrl, executionConsoleUrl } from './console-links.ts';
import { isoTime } from './iso-time.ts';
import type { BakeView, OfferView, StageActionView, StageCellView, StageView } from './rollouts-view.ts';
import { placeTone, stageWords } from './stage-words.ts';

interface Given {
  rollout: Rollout;
  registry: Registry;
  suspects: ReleasePicture['suspects'];
  candidate: RollbackChoice;
  now: number;
}

/** One stage of a pipeline in full. */
export function buildStageView(stage: StageRollout, given: Given): StageView {
  const { rollout, registry, suspects, candidate, now } = given;
  const revisionOf = (id: string) => rollout.releases.find((release) => release.executionId === id)?.revision ?? null;
  const cells = stage.cells.flatMap((name) => rollout.cells.get(name) ?? []);
  const sick = cells.some((cell) => suspects.get(cell.cell)?.component === rollout.component);
  return {
    name: stage.name,
    kind: stage.kind,
    wave: stage.wave,
    place: stage.place,
    tone: sick ? 'sick' : placeTone(stage.place),
    text: stage.place === 'paused' ? '' : stageWords(stage, now),
    executionId: stage.executionId,
    revision: stage.revision,
    since: isoTime(stage.since),
    inbound: stage.inbound.map((executionId) => ({ executionId, revision: revisionOf(executionId) })),
    paused: pauseView(stage, now),
    approval: approvalView(stage),
    error: stage.error,
    progress: stage.progress,
    bake: stage.bake && bakeView(stage.bake, registry),
    actions: stage.actions.map((action) => actionView(action, rollout, registry)),
    cells: cells.map((cell) => cellView(cell, suspects)),
    rollbackCandidate: candidate.kind === 'candidate' ? { executionId: candidate.executionId, revision: candidate.revision } : null,
    offers: offers(stage, rollout, candidate),
  };
}

function bakeView(bake: BakeProgress, { organization, cells }: Registry): BakeView {
  const cellAt = new Map(cells.map((cell) => [`${cell.accountId}/${cell.region}`, cell.name]));
  return {
    status: bake.status,
    startedAt: isoTime(bake.startedAt),
    endsAt: isoTime(bake.endsAt),
    estimate: bake.estimate,
    error: bake.error,
    steps: bake.steps.map((step) => ({ name: step.name, enteredAt: isoTime(step.enteredAt), leftAt: isoTime(step.leftAt) })),
    alarms: bake.alarms.map(({ name, accountId, region, inAlarm }) => ({
      name,
      cell: cellAt.get(`${accountId}/${region}`) ?? null,
      inAlarm,
      consoleUrl: accountId && region ? alarmConsoleUrl(organization, `arn:aws:cloudwatch:${region}:${accountId}`, name) : null,
    })),
    consoleUrl: bake.executionArn === null ? null : executionConsoleUrl(organization, bake.executionArn),
  };
}

function actionView(action: StageRollout['actions'][number], { pipeline }: Rollout, registry: Registry): StageActionView {
  const { organization } = registry;
  const cell = action.cell === null ? undefined : registry.cells.find((one) => one.name === action.cell);
  const { name, category, provider, status, error } = action;
  return {
    name,
    category,
    provider,
    cell: action.cell,
    status,
    startedAt: isoTime(action.startedAt),
    updatedAt: isoTime(action.updatedAt),
    error,
    consoleUrl: awsPageUrl(organization, cell?.accountId ?? pipeline.accountId, action.url),
    logUrl: provider === 'CodeBuild' && action.externalId !== null ? buildLogUrl(organization, pipeline, action.externalId) : null,
  };
}

function cellView(cell: CellRelease, suspects: ReleasePicture['suspects']): StageCellView {
  return {
    name: cell.cell,
    mark: cellMark(cell, suspects.get(cell.cell)),
    intended: cell.intended?.revision ?? null,
    observed: cell.observed?.version ? shortRevision(cell.observed.version) : null,
    differs: cell.differs,
    arrivedAt: isoTime(cell.arrivedAt),
    deployedAt: isoTime(cell.deployedAt),
  };
}

/** What AWS would let a person do here now; whether this person may is another question. */
function offers(stage: StageRollout, { stages, newest }: Rollout, candidate: RollbackChoice): OfferView[] {
  const offered: OfferView[] = [];
  // No door stands in front of the first stage.
  if (stage.paused) {
    offered.push({ verb: 'resume-wave', impossible: null });
    // What has an end can be extended.
    if (stage.paused.until !== null) offered.push({ verb: 'pause-wave', impossible: null });
  } else if (stages.indexOf(stage) > 0) offered.push({ verb: 'pause-wave', impossible: null });
  if (stage.place === 'failed') {
    const outdated = newest !== null && newest.executionId !== stage.executionId && stage.inbound.length > 0;
    offered.push({ verb: 'retry-stage', impossible: outdated ? 'A newer release waits to enter this stage.' : null });
  }
  if (stage.approval) offered.push({ verb: 'approve', impossible: null }, { verb: 'reject', impossible: null });
  if (stage.kind === 'wave' && stage.cells.length > 0)
    offered.push({ verb: 'roll-back', impossible: candidate.kind === 'none' ? candidate.reason : null });
  return offered;
}
