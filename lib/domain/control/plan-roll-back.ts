import { rollbackCandidate } from '../release/rollback-candidate.ts';
import type { Impossible, Plan, PlannedCall } from './action.ts';
import { closeDoor, mayBeOpen } from './door-calls.ts';
import { countText, type Draft, listText, type PlanningFacts, placesText, plannedCall } from './draft.ts';
import { movesInto, redAlarmsWarning } from './moves.ts';
import { nothing, pictureMeant } from './nothing.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';
import { planRerun } from './plan-rerun.ts';
import { runningExecutions } from './running-executions.ts';

export const ROLL_BACK_REASON = 'Rolled back in Cellwatch';
const NOT_UNDONE = 'Not undone: data that the newer version wrote, and what was changed outside of this pipeline.';

/**
 * Puts an earlier release back into the stages that a bad one reached, and closes the door of the wave after them. Each stage
 * goes back to what was good there, so they may differ. AWS begins one execution for each stage.
 */
export function planRollBack(given: PlanningFacts): Draft {
  const { target } = given;
  const title = `Roll back ${target.component}`;
  const meant = pictureMeant(given);
  if (!meant.ok) return nothing(title, target, meant.reason);
  const { picture } = meant;
  const bad = badRelease(picture, target.executionId);
  const waves = picture.stages.filter(({ deploys }) => deploys).map(({ name }) => name);
  if (bad === null) {
    return {
      ...nothing(title, target, `No release of ${target.component} stands in a wave.`),
      basedOn: new Map([[picture.component, waves]]),
    };
  }
  const reached = reachedStages(picture, bad, target.waves);
  const counted = reached.length > 0 ? [...reached, ...after(picture, reached)].map(({ name }) => name) : waves;
  const basedOn = new Map([[picture.component, counted]]);
  if (reached.length === 0) {
    const where = target.waves ? ` of ${listText(target.waves)}` : '';
    return { ...nothing(title, target, `${releaseName(picture, bad)} stands in no stage${where}.`), basedOn };
  }
  if (target.fallback) return { ...planRerun(given, picture, bad, reached), basedOn };
  return { ...rollBack(given, picture, bad, reached), basedOn };
}

function rollBack(given: PlanningFacts, picture: PipelinePicture, bad: string, reached: readonly StagePicture[]): Draft {
  const { target, registry } = given;
  const { component } = picture;
  const name = releaseName(picture, bad);
  const ordered = [...reached].sort((a, b) => b.index - a.index);
  const inTurn = target.order !== 'all-at-once';
  const back: PlannedCall[] = [];
  const impossible: Impossible[] = [];
  const warnings: string[] = [];
  const moves: Plan['moves'][number][] = [];
  const restored = new Set<string>();
  for (const stage of ordered) {
    const to = goesBackTo(picture, stage, target.targetExecutionId);
    if (to.kind === 'none') {
      impossible.push({ component, stage: stage.name, reason: to.reason });
      continue;
    }
    const earlier = releaseName(picture, to.executionId);
    restored.add(earlier);
    back.push(
      plannedCall(picture, {
        operation: 'RollbackStage',
        input: { pipelineName: picture.pipeline.name, stageName: stage.name, targetPipelineExecutionId: to.executionId },
        text: `put ${earlier} back into ${stage.name}`,
        step: inTurn ? 2 + back.length : 2,
        stage,
        about: to.executionId,
      }),
    );
    moves.push(...movesInto(picture, stage, to.executionId, registry));
    if (isNewer(picture, stage, to.executionId, bad)) warnings.push(`${earlier} is newer than ${name}, which stands in ${stage.name}.`);
    const red = redAlarmsWarning(stage, given);
    if (red) warnings.push(red);
    const waiting = stage.state?.inbound.at(-1);
    if (waiting && stage.state?.transition.enabled) {
      warnings.push(
        `${releaseName(picture, waiting)} waits before ${stage.name} and enters when the rollback there ends, unless you pause before it.`,
      );
    }
  }
  if (back.length === 0) {
    const hint =
      planRerun(given, picture, bad, reached).calls.length > 0
        ? ' The whole pipeline can be run again with an earlier revision instead.'
        : '';
    const none = nothing(`Roll back ${component} ${name}`, target, `No stage can go back.${hint}`);
    return { ...none, impossible };
  }
  const doors = after(picture, reached).filter(mayBeOpen);
  for (const stage of after(picture, reached)) {
    warnings.push(`The door before ${stage.name} ${mayBeOpen(stage) ? 'is closed first and ' : ''}stays closed until somebody resumes.`);
  }
  for (const { executionId, stage } of runningExecutions(picture)) {
    if (executionId === bad && !reached.includes(stage)) warnings.push(`${name} still moves in ${stage.name}: halt it first.`);
  }
  warnings.push(NOT_UNDONE);
  const reason = given.reason ?? ROLL_BACK_REASON;
  const where = placesText(back.map(({ stage }) => stage ?? ''));
  return {
    title: `Roll back ${component} ${name} in ${where}`,
    summary: `Puts ${listText([...restored])} back into ${countText(moves.length, 'cell')} of ${where}${
      back.length > 1 ? (inTurn ? ', the newest wave first, one after the other' : ', all at once') : ''
    }. Each stage runs again, its bake too.`,
    calls: [...doors.map((stage) => closeDoor(picture, stage, reason, 1)), ...back],
    impossible,
    warnings,
    moves,
    basedOn: new Map(),
  };
}

/** The release meant, else the newest that stands in a wave and is no rollback itself; null when there is none. */
function badRelease(picture: PipelinePicture, meant: string | undefined): string | null {
  if (meant !== undefined) return meant;
  const standing = new Set(
    picture.stages.flatMap(({ deploys, state }) =>
      deploys && state?.latest && state.latest.type !== 'ROLLBACK' ? [state.latest.executionId] : [],
    ),
  );
  return picture.facts.executions.find(({ id }) => standing.has(id))?.id ?? null;
}

function reachedStages(picture: PipelinePicture, bad: string, waves: readonly string[] | undefined): StagePicture[] {
  return picture.stages.filter(
    (stage) => stage.deploys && stage.state?.latest?.executionId === bad && (!waves || waves.some((wave) => stage.waves.includes(wave))),
  );
}

/** The first wave past those that were reached. */
function after({ stages }: PipelinePicture, reached: readonly StagePicture[]): StagePicture[] {
  const furthest = Math.max(...reached.map(({ index }) => index));
  const next = stages.find(({ index, deploys }) => index > furthest && deploys);
  return next ? [next] : [];
}

function isNewer(picture: PipelinePicture, stage: StagePicture, executionId: string, than: string): boolean {
  const known = [...(picture.succeeded.get(stage.name) ?? []), ...picture.facts.executions];
  const startedAt = (id: string) => known.find((execution) => execution.id === id)?.startedAt ?? null;
  return (startedAt(executionId) ?? 0) > (startedAt(than) ?? Number.POSITIVE_INFINITY);
}

function goesBackTo(picture: PipelinePicture, stage: StagePicture, meant: string | undefined) {
  const succeeded = picture.succeeded.get(stage.name);
  const candidate = rollbackCandidate(picture.facts, stage.name, succeeded);
  if (candidate.kind === 'none' || meant === undefined || candidate.executionId === meant) return candidate;
  const name = releaseName(picture, meant);
  const execution = succeeded?.find(({ id }) => id === meant);
  if (!execution) return { kind: 'none' as const, reason: `${name} has not succeeded in ${stage.name} as the pipeline is now.` };
  if (execution.type === 'ROLLBACK')
    return { kind: 'none' as const, reason: `${name} is a rollback itself: name the release that it went back to.` };
  if (stage.state?.latest?.executionId === meant) return { kind: 'none' as const, reason: `${name} is what stands in ${stage.name}.` };
  return { kind: 'candidate' as const, executionId: meant, revision: name };
}
