import type { Impossible, PlannedCall } from './action.ts';
import { closeDoor, closedText, stagesOfWave } from './door-calls.ts';
import { type Draft, listText, type PlanningFacts } from './draft.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';
import { runningExecutions } from './running-executions.ts';

export const PAUSE_REASON = 'Paused in Cellwatch';

/** Closes the doors before waves (or before one stage), in one component or in all. What is inside goes on. */
export function planPause(given: PlanningFacts): Draft {
  const { target, pictures, unreadable } = given;
  const kept = target.extend ? keptReason(given) : null;
  const reason = given.reason ?? kept ?? PAUSE_REASON;
  const calls: PlannedCall[] = [];
  const impossible: Impossible[] = unreadable.map(({ component, reason: why }) => ({ component, stage: null, reason: why }));
  const warnings: string[] = [];
  const basedOn = new Map<string, readonly string[]>();
  for (const picture of pictures) {
    const { stages, missing } = doorsMeant(picture, given);
    impossible.push(...missing);
    basedOn.set(
      picture.component,
      stages.map(({ name }) => name),
    );
    const running = runningExecutions(picture);
    for (const stage of stages) {
      const refused = (why: string) => impossible.push({ component: picture.component, stage: stage.name, reason: why });
      if (stage.index === 0) refused('The first stage of a pipeline has no door: stop the release instead.');
      else if (target.extend && stage.state?.transition.enabled === true)
        refused(`The door before ${stage.name} is open: somebody resumed it.`);
      else if (stage.state?.transition.enabled !== false) calls.push(closeDoor(picture, stage, reason, 1));
      // Closed again, with another end: what was noted before no longer counts.
      else if (target.extend) calls.push({ ...closeDoor(picture, stage, reason, 1), text: `keep the door before ${stage.name} closed` });
      else refused(`The door before ${stage.name} is ${closedText(stage)} already.`);
      const inside = running.find((execution) => execution.stage === stage);
      if (inside) {
        warnings.push(
          `${picture.component} ${releaseName(picture, inside.executionId)} is inside ${stage.name} and goes on: halt it to stop it.`,
        );
      }
    }
    if (picture.old !== null && stages.length > 0) warnings.push(`${picture.component}: planned on what was last known; ${picture.old}.`);
  }
  const where = listText(target.stage !== undefined ? [target.stage] : (target.waves ?? []));
  const what = target.component === '*' ? 'all components' : target.component;
  return {
    title: target.extend ? `Extend the pause of ${what} before ${where}` : `Pause ${what} before ${where || 'nothing'}`,
    summary:
      calls.length > 0
        ? `No further release of ${what} enters ${where} until somebody resumes.${endText(target.until)}`
        : `No door before ${where || 'any wave'} is left to close.`,
    calls,
    impossible,
    warnings,
    moves: [],
    basedOn,
    ...(kept === null ? {} : { reason: kept }),
  };
}

/** Why the doors are closed that are to stay so; null where they do not say one thing. */
function keptReason(given: PlanningFacts): string | null {
  const doors = given.pictures.flatMap((picture) => doorsMeant(picture, given).stages);
  const [first = null, ...others] = new Set(doors.flatMap(({ state }) => state?.transition.reason ?? []));
  return others.length > 0 ? null : first;
}

function endText(until: number | undefined): string {
  if (until === undefined) return '';
  return ` People are reminded from ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC on; nothing resumes by itself.`;
}

/** Stages whose doors are meant by the target's waves or stage. */
function doorsMeant(picture: PipelinePicture, { target }: PlanningFacts): { stages: StagePicture[]; missing: Impossible[] } {
  const { component } = picture;
  if (target.stage !== undefined) {
    const stage = picture.stages.find(({ name }) => name === target.stage);
    return stage
      ? { stages: [stage], missing: [] }
      : { stages: [], missing: [{ component, stage: target.stage, reason: `${component} has no stage ${target.stage}.` }] };
  }
  const stages = new Set<StagePicture>();
  const missing: Impossible[] = [];
  for (const wave of target.waves ?? []) {
    const found = stagesOfWave(picture, wave);
    for (const stage of found) stages.add(stage);
    if (found.length === 0) missing.push({ component, stage: null, reason: `${component} has no stage that deploys to ${wave}.` });
  }
  return { stages: [...stages].sort((a, b) => a.index - b.index), missing };
}
