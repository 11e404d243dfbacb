import { count } from '#lib/domain/health/wording.ts';
import { principalName } from '#lib/domain/release/principal-name.ts';
import type { CellRelease, ReleasePicture, Rollout, StageRollout, Suspect } from '#lib/domain/release/rollout.ts';
import { shortRevision } from '#lib/domain/release/short-revision.ts';
import { isoTime } from './iso-time.ts';
import { hasEnded, ownerOf, untilWords } from './pause-words.ts';
import type { ReleaseTone } from './release-views.ts';
import { type ApprovalView, CELL_MARKS, type CellMark, type CrossingView, type PauseView } from './rollouts-view.ts';
import { mostUrgent, placeTone, stageWords } from './stage-words.ts';

const VERSIONS_TOLD = 3;
const OTHERS_TOLD = 3;

/** A component in a wave. @param cells names of the wave's cells, in the order of the column */
export function buildCrossing(
  rollout: Rollout,
  wave: string,
  cells: readonly string[],
  suspects: ReleasePicture['suspects'],
  now: number,
): CrossingView {
  const { stages, gates, lead } = stagesOfWave(rollout, wave, new Set(cells));
  const releases = cells.flatMap((cell) => rollout.cells.get(cell) ?? []);
  const versions = countVersions(releases);
  const marks = cells.map((cell) => cellMark(rollout.cells.get(cell), suspects.get(cell)));
  const sick = marks.filter((mark) => mark === CELL_MARKS.sick).length;
  const others = releases.filter((release) => release.differs);
  const paused = [...gates, ...stages].find((stage) => stage.paused !== null) ?? null;
  const approval = [...gates, ...stages].find((stage) => stage.approval !== null) ?? null;
  // What stands before a wave has not come into it: the wave shows what its cells run.
  const shown = lead && stages.includes(lead) ? (lead.revision ?? versions[0]?.revision) : versions[0]?.revision;
  return {
    wave,
    stages: stages.map((stage) => stage.name),
    place: lead?.place ?? 'never',
    tone: crossingTone({ sick, lead, paused, others }),
    executionId: lead?.executionId ?? null,
    revision: shown ?? null,
    versions: versions.slice(0, VERSIONS_TOLD),
    text: crossingWords({ sick, of: releases.length, lead, before: lead !== null && gates.includes(lead), others, now }),
    marks: marks.join(''),
    sick,
    others: others.slice(0, OTHERS_TOLD).map(({ cell, observed }) => ({ cell, version: shortRevision(observed?.version ?? '') })),
    progress: lead?.place === 'deploying' ? lead.progress : null,
    bake: lead?.place === 'baking' ? bakeOf(lead) : null,
    paused: paused && pauseView(paused, now),
    approval: approval && approvalView(approval),
  };
}

export function pauseView({ name, paused }: StageRollout, now: number): PauseView | null {
  if (!paused) return null;
  const { by, at, reason, until } = paused;
  return {
    stage: name,
    by: principalName(by),
    at: isoTime(at),
    reason,
    owner: ownerOf(paused),
    until: isoTime(until),
    untilText: untilWords(paused, now),
    ended: hasEnded(paused, now),
  };
}

export function approvalView(stage: StageRollout): ApprovalView | null {
  if (!stage.approval) return null;
  const { action, since } = stage.approval;
  return { stage: stage.name, action, executionId: stage.executionId, revision: stage.revision, since: isoTime(since) };
}

/** What stands in one cell. */
export function cellMark(release: CellRelease | undefined, suspect: Suspect | undefined): CellMark {
  if (!release || release.place === 'none') return CELL_MARKS.none;
  const blamed = suspect?.component === release.component;
  if (release.arriving && !(blamed && suspect.executionId === release.arriving.executionId)) return CELL_MARKS.deploying;
  if (blamed) return CELL_MARKS.sick;
  if (release.differs) return CELL_MARKS.other;
  if (release.place === 'failed') return CELL_MARKS.failed;
  if (!release.intended) return CELL_MARKS.none;
  // While it is watched, a release is new here, also when a newer one waits behind it.
  return release.newest || release.place === 'baking' ? CELL_MARKS.new : CELL_MARKS.old;
}

/** Stages that lead to a wave's cells, what stands before them, and which of all is to be told. */
export function stagesOfWave(
  { stages }: Rollout,
  wave: string,
  cells: ReadonlySet<string>,
): { stages: StageRollout[]; gates: StageRollout[]; lead: StageRollout | null } {
  const own = stages.filter((stage) => stage.wave === wave || (stage.wave === null && stage.cells.some((cell) => cells.has(cell))));
  const gates = gatesBefore(stages, own[0]);
  const telling = gates.filter((stage) => placeTone(stage.place) !== 'quiet' && stage.place !== 'paused');
  return { stages: own, gates, lead: mostUrgent([...telling, ...own]) };
}

/** Stages between the wave before and this one: approvals, tests. What comes before the first wave stands in the source's column. */
function gatesBefore(stages: readonly StageRollout[], first: StageRollout | undefined): StageRollout[] {
  const at = first ? stages.indexOf(first) : -1;
  const wave = stages.slice(0, Math.max(0, at)).findLastIndex((stage) => stage.kind === 'wave');
  return wave === -1 ? [] : stages.slice(wave + 1, at);
}

function countVersions(releases: readonly CellRelease[]): { revision: string; cells: number }[] {
  const counts = new Map<string, number>();
  for (const { intended } of releases) if (intended) counts.set(intended.revision, (counts.get(intended.revision) ?? 0) + 1);
  return [...counts].map(([revision, cells]) => ({ revision, cells })).sort((a, b) => b.cells - a.cells);
}

interface Told {
  sick: number;
  lead: StageRollout | null;
  paused: StageRollout | null;
  others: readonly CellRelease[];
}

function crossingTone({ sick, lead, paused, others }: Told): ReleaseTone {
  if (sick > 0) return 'sick';
  const tone = lead ? placeTone(lead.place) : 'quiet';
  if (tone === 'quiet') return paused || others.length > 0 ? 'needs-person' : 'quiet';
  return tone;
}

function crossingWords({
  sick,
  of,
  lead,
  before,
  others,
  now,
}: Omit<Told, 'paused'> & { of: number; before: boolean; now: number }): string {
  // Who paused it, when and until when stands beside the text.
  const place = lead && lead.place !== 'paused' ? stageWords(lead, now) : '';
  const parts = [sick > 0 ? `${count(sick)} of ${count(of)} sick` : '', before ? `${place} before this wave` : place, otherWords(others)];
  return parts.filter((part) => part !== '').join(' · ');
}

function otherWords(others: readonly CellRelease[]): string {
  const [first] = others;
  if (!first) return '';
  if (others.length === 1) return `1 cell runs ${shortRevision(first.observed?.version ?? '')}, not what was deployed`;
  return `${count(others.length)} cells run something else than was deployed`;
}

function bakeOf({ bake }: StageRollout): CrossingView['bake'] {
  if (!bake) return { startedAt: null, endsAt: null, alarmsRed: 0, alarms: 0 };
  return {
    startedAt: isoTime(bake.startedAt),
    endsAt: isoTime(bake.endsAt),
    alarmsRed: bake.alarms.filter((alarm) => alarm.inAlarm === true).length,
    alarms: bake.alarms.length,
  };
}
