import type { ActionTarget, Impossible, Plan, PlannedCall } from './action.ts';
import { closeDoor, mayBeOpen } from './door-calls.ts';
import { countText, type Draft, listText, type PlanningFacts, placesText, plannedCall } from './draft.ts';
import { movesInto, redAlarmsWarning } from './moves.ts';
import { nothing, pictureMeant } from './nothing.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';
import { planRerun } from './plan-rerun.ts';
import { goesBackTo, RollbackWarnings } from './rollback-target.ts';
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
  const bad = badRelease(picture, target);
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
  const doubts = new RollbackWarnings(given, picture);
  for (const stage of ordered) {
    const to = goesBackTo(given, picture, stage);
    if (to.kind === 'none') {
      impossible.push({ component, stage: stage.name, reason: to.reason });
      continue;
    }
    const earlier = releaseName(picture, to.executionId);
    restored.add(earlier);
    doubts.add(stage, to);
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
    const none = nothing(`Roll back ${component} ${name}`, target, 'No stage can go back.');
    const runs = runningExecutions(picture).find(({ stage }) => reached.includes(stage));
    if (runs) {
      const halt = { verb: 'halt-rollout', target: { component }, text: `Halt ${component} …` } as const;
      return { ...none, summary: `${runs.stage.name} runs now: halt it first, then roll back.`, impossible, instead: halt };
    }
    const rerun = planRerun(given, picture, bad, reached);
    if (rerun.calls.length === 0) return { ...none, impossible };
    const summary = 'No stage can go back. The whole pipeline can be run again with an earlier revision instead.';
    return {
      ...none,
      summary,
      impossible,
      instead: { verb: 'roll-back', target: { ...target, fallback: true }, text: `${rerun.title} …` },
    };
  }
  const doors = after(picture, reached).filter(mayBeOpen);
  for (const stage of after(picture, reached)) {
    warnings.push(`The door before ${stage.name} ${mayBeOpen(stage) ? 'is closed first and ' : ''}stays closed until somebody resumes.`);
  }
  for (const { executionId, stage } of runningExecutions(picture)) {
    if (executionId === bad && !reached.includes(stage)) warnings.push(`${name} still moves in ${stage.name}: halt it first.`);
  }
  warnings.unshift(...doubts.sentences());
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

/**
 * The release meant, else the newest that stands in a wave (of those named) and is no rollback itself; where rollbacks alone stand
 * there, the newest of them. Null when there is none.
 */
function badRelease({ stages, facts }: PipelinePicture, { executionId, waves }: ActionTarget): string | null {
  if (executionId !== undefined) return executionId;
  const standing = stages.flatMap(({ deploys, state, waves: own }) =>
    deploys && state?.latest && (!waves || waves.some((wave) => own.includes(wave))) ? [state.latest] : [],
  );
  const released = standing.filter(({ type }) => type !== 'ROLLBACK');
  const ids = new Set((released.length > 0 ? released : standing).map((latest) => latest.executionId));
  return facts.executions.find(({ id }) => ids.has(id))?.id ?? null;
}

/** Stages in which the release stands; each rollback is an execution of its own, so those to one release count together. */
function reachedStages({ stages, facts }: PipelinePicture, bad: string, waves: readonly string[] | undefined): StagePicture[] {
  const wentTo = (id: string) => facts.executions.find((execution) => execution.id === id)?.rollbackTarget ?? null;
  const target = wentTo(bad);
  const stands = ({ state }: StagePicture) =>
    state?.latest != null && (state.latest.executionId === bad || (target !== null && wentTo(state.latest.executionId) === target));
  return stages.filter((stage) => stage.deploys && stands(stage) && (!waves || waves.some((wave) => stage.waves.includes(wave))));
}

/** The first wave past those that were reached. */
function after({ stages }: PipelinePicture, reached: readonly StagePicture[]): StagePicture[] {
  const furthest = Math.max(...reached.map(({ index }) => index));
  const next = stages.find(({ index, deploys }) => index > furthest && deploys);
  return next ? [next] : [];
}
