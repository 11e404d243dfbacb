import { count, duration, listed } from '#lib/domain/health/wording.ts';
import type { Release, Rollout, StageRollout, Suspect } from '#lib/domain/release/rollout.ts';
import { whereName } from '#lib/domain/release/where-stage.ts';
import { isoTime } from './iso-time.ts';
import type { ComponentRolloutView, RolloutsHeadlineView } from './rollouts-view.ts';
import { firstLine, mostUrgent, pauseWords, placeTone, stageWords, when } from './stage-words.ts';

/** A read older than this many of its intervals is told as a problem. */
const STALE_INTERVALS = 3;
const SENTENCES = 3;

/** Under a component's name: "release 2f9c1 · 84 min ago", "e77a0 everywhere since Nov 20", "rolled back 5d31c → 50c9e, Nov 22". */
export function rolloutWords(rollout: Rollout, now: number): string {
  const { newest, leading } = rollout;
  if (rollout.read.observedAt === null && !newest) return 'not read yet';
  if (!newest) return 'nothing released yet';
  const ago = newest.startedAt === null ? '' : ` · ${duration(now - newest.startedAt)} ago`;
  if (newest.status === 'Failed') return `release ${newest.revision} failed${inStage(rollout, newest)}${ago}`;
  if (newest.status === 'Stopped' || newest.status === 'Cancelled')
    return `release ${newest.revision} stopped${inStage(rollout, newest)}${ago}`;
  if (leading?.type === 'ROLLBACK' && !rollout.moving) return rollbackWords(rollout, leading, now);
  const everywhere = rollout.moving ? null : oneForAll(rollout);
  if (!everywhere) return `release ${newest.revision}${ago}`;
  return `${everywhere.revision} everywhere${everywhere.since === null ? '' : ` since ${when(everywhere.since, now)}`}`;
}

function inStage({ stages }: Rollout, { executionId }: Release): string {
  const stage = stages.findLast((one) => one.executionId === executionId);
  return stage ? ` in ${stage.wave ?? stage.name}` : '';
}

function rollbackWords(rollout: Rollout, back: Release, now: number): string {
  const before = [...rollout.cells.values()].find((cell) => cell.intended?.executionId === back.executionId)?.before;
  const what = before ? `${before.revision} → ${back.revision}` : `to ${back.revision}`;
  return `rolled back ${what}${back.updatedAt === null ? '' : `, ${when(back.updatedAt, now)}`}`;
}

/** The release that all cells should run, since when the last of them does; null when there are several or none. */
function oneForAll({ cells }: Rollout): { revision: string; since: number | null } | null {
  const intended = [...cells.values()].map((cell) => cell.intended);
  const [first] = intended;
  if (!first || intended.some((one) => one?.revision !== first.revision)) return null;
  const times = intended.flatMap((one) => one?.at ?? []);
  return { revision: first.revision, since: times.length > 0 ? Math.max(...times) : null };
}

/** All that is before the waves: what is built, or what was said of it. */
export function sourceWords(rollout: Rollout, stages: readonly StageRollout[], now: number): string {
  const lead = mostUrgent(stages);
  if (lead && !['done', 'never', 'waiting'].includes(lead.place)) {
    const words = stageWords(lead, now);
    return lead.kind === 'source' ? words : `${lead.name}: ${words}`;
  }
  const message = rollout.newest?.revisions[0]?.message;
  return message ? firstLine(message) : '';
}

/** "2 releases moving, 1 paused, 1 waiting for approval", and what is wrong. */
export function rolloutsHeadline(
  rollouts: readonly Rollout[],
  suspects: readonly Suspect[],
  counts: { moving: number; paused: number; approvals: number },
): RolloutsHeadlineView {
  const { moving, paused, approvals } = counts;
  const parts = [
    moving > 0 ? `${count(moving)} ${moving === 1 ? 'release' : 'releases'} moving` : 'Nothing is moving',
    paused > 0 ? `${count(paused)} paused` : '',
    approvals > 0 ? `${count(approvals)} waiting for approval` : '',
  ];
  const failed = rollouts.flatMap((rollout) => failure(rollout) ?? []);
  const differing = rollouts.flatMap(({ component, cells }) => ([...cells.values()].some((cell) => cell.differs) ? [component] : []));
  const unread = rollouts.filter((rollout) => rollout.read.failure !== null);
  const wrong = [
    ...suspects.map((suspect) => suspicion(suspect, rollouts)),
    ...failed,
    unread.length > 0 ? `${listed(unread.map((one) => one.component))} can't be read.` : '',
    differing.length > 0 ? `Not all cells run what was deployed of ${listed(differing)}.` : '',
  ].filter((sentence) => sentence !== '');
  return {
    tone:
      suspects.length > 0
        ? 'sick'
        : failed.length > 0
          ? 'failed'
          : paused + approvals > 0
            ? 'needs-person'
            : moving > 0
              ? 'moving'
              : 'quiet',
    lead: parts.filter((part) => part !== '').join(', '),
    detail: wrong.slice(0, SENTENCES).join(' '),
  };
}

/** "router 2f9c1 made 2 of its 8 cells sick; it is paused before wave medium." */
function suspicion(suspect: Suspect, rollouts: readonly Rollout[]): string {
  const stages = rollouts.find((one) => one.component === suspect.component)?.stages ?? [];
  const stage = stages.find((one) => one.paused !== null);
  const paused = stage ? `; ${suspect.component} is paused before ${whereName(stages, stage)}` : '';
  const made = suspect.with === 1 ? 'its one cell' : `${count(suspect.sickWith)} of its ${count(suspect.with)} cells`;
  const or = suspect.rival ? ` or ${suspect.rival.component} ${suspect.rival.revision}` : '';
  return `${suspect.component} ${suspect.revision}${or} made ${made} sick${paused}.`;
}

function failure({ component, stages, newest }: Rollout): string | null {
  const stage = stages.find((one) => one.place === 'failed' && one.executionId === newest?.executionId);
  return stage ? `${component} ${stage.revision} failed in ${stage.wave ?? stage.name}.` : null;
}

/** "router 2f9c1 bakes in small", and what is wrong. */
export function componentHeadline(rollout: Rollout, suspect: Suspect | null, now: number): RolloutsHeadlineView {
  const { component, newest, stages } = rollout;
  const lead = mostUrgent(stages.filter((stage) => stage.executionId === newest?.executionId && stage.place !== 'done'));
  const closed = lead?.place === 'paused' ? lead : null;
  const where = lead ? `${lead.wave ?? lead.name}: ${stageWords(lead, now)}` : rolloutWords(rollout, now);
  const paused = stages.find((stage) => stage.paused !== null);
  const pausing = closed ? pauseDetail(closed, now) : paused ? pausedSentence(paused, now) : '';
  const wrong = [suspect ? suspicion(suspect, [rollout]) : '', suspect ? '' : pausing];
  const tone = suspect ? 'sick' : lead ? placeTone(lead.place) : 'quiet';
  return {
    tone: tone === 'quiet' && paused ? 'needs-person' : tone,
    lead: closed
      ? `${component} is paused before ${whereName(stages, closed)}`
      : newest && lead
        ? `${component} ${newest.revision} in ${where}`
        : `${component}: ${where}`,
    detail: wrong.filter((sentence) => sentence !== '').join(' '),
  };
}

/** "By operator 02:16: router 2f9c1 raises errors." */
function pauseDetail({ paused }: StageRollout, now: number): string {
  if (!paused) return '';
  const words = pauseWords(paused, now).replace(/^paused ?/, '');
  const reason = paused.reason ? `${words ? ': ' : ''}${paused.reason}` : '';
  const told = `${words}${reason}`;
  return told === '' ? '' : `${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
}

function pausedSentence({ name, wave, paused }: StageRollout, now: number): string {
  if (!paused) return '';
  const words = pauseWords(paused, now).replace(/^paused ?/, '');
  return `The door before ${wave ? `wave ${wave}` : name} is closed${words ? `, ${words}` : ''}${paused.reason ? `: ${paused.reason}` : ''}.`;
}

/** Why a pipeline can't be read, or was not lately. */
export function readProblem({ read }: Rollout, now: number): ComponentRolloutView['problem'] {
  if (read.failure) return { text: read.failure.message, since: isoTime(read.failure.since) };
  if (read.observedAt === null || now - read.observedAt <= STALE_INTERVALS * read.intervalMs) return null;
  return { text: 'The last read is older than three of its intervals: Cellwatch itself is behind.', since: isoTime(read.observedAt) };
}

/** "does not deploy to prod-usw2-g, which is in service". Null when all cells are reached. */
export function driftWords({ drift }: Rollout): string | null {
  if (drift.length === 0) return null;
  return `does not deploy to ${listed(drift)}, ${drift.length === 1 ? 'which is' : 'which are'} in service`;
}

/** For the pipeline that makes the others: "prod-usw2-g is in the registry, but router, auth and topics do not deploy to it: pipelines last ran Nov 22." */
export function driftOfOthers(maker: Rollout, rollouts: readonly Rollout[], now: number): string | null {
  const missing = new Map<string, string[]>();
  for (const { component, drift } of rollouts) for (const cell of drift) missing.set(cell, [...(missing.get(cell) ?? []), component]);
  const [first] = missing;
  if (!first) return null;
  const [cell, components] = first;
  const ran = maker.newest?.startedAt;
  const others = missing.size === 1 ? '' : ` The same holds for ${count(missing.size - 1)} more ${missing.size === 2 ? 'cell' : 'cells'}.`;
  const last = ran === null || ran === undefined ? '' : `: ${maker.component} last ran ${when(ran, now)}`;
  return `${cell} is in the registry, but ${listed(components)} ${components.length === 1 ? 'does' : 'do'} not deploy to it${last}.${others}`;
}
