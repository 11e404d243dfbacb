import type { Impossible, Plan, PlannedCall } from './action.ts';
import { closedText, openDoor, stagesOfWave } from './door-calls.ts';
import { countText, type Draft, type PlanningFacts, placesText } from './draft.ts';
import { movesInto, redAlarmsWarning } from './moves.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';

const DAY_MS = 86_400_000;
/** AWS: behind a door that was closed for longer, nothing enters by itself. */
const FORGOTTEN_AFTER_MS = 30 * DAY_MS;

/** Opens closed doors: of the waves or the stage that are named, else all that are closed. Says which release each lets in. */
export function planResume(given: PlanningFacts): Draft {
  const { target, unreadable } = given;
  const among = target.components ? new Set(target.components) : null;
  const pictures = given.pictures.filter(({ component }) => among?.has(component) ?? true);
  const calls: PlannedCall[] = [];
  const impossible: Impossible[] = unreadable.map(({ component, reason: why }) => ({ component, stage: null, reason: why }));
  const warnings: string[] = [];
  const moves: Plan['moves'][number][] = [];
  const basedOn = new Map<string, readonly string[]>();
  const opened: string[] = [];
  for (const picture of pictures) {
    const meant = doorsMeant(picture, given);
    const closed = meant.filter(({ state }) => state?.transition.enabled === false);
    basedOn.set(
      picture.component,
      meant.map(({ name }) => name),
    );
    for (const stage of meant) {
      if (closed.includes(stage)) continue;
      impossible.push({ component: picture.component, stage: stage.name, reason: `The door before ${stage.name} is open.` });
    }
    if (picture.old !== null && closed.length > 0) {
      impossible.push({ component: picture.component, stage: null, reason: `What is there now could not be read: ${picture.old}.` });
      continue;
    }
    for (const stage of closed) {
      calls.push(openDoor(picture, stage, 1));
      opened.push(stage.name);
      const entering = released(picture, stage, given.now);
      warnings.push(`${picture.component}: the door before ${stage.name} was ${closedText(stage)}. ${entering.text}`);
      if (entering.executionId === null) continue;
      moves.push(...movesInto(picture, stage, entering.executionId, given.registry));
      const red = redAlarmsWarning(stage, given);
      if (red) warnings.push(red);
    }
  }
  const where = placesText([...new Set(opened)]);
  const what = target.component === '*' ? 'all components' : target.component;
  return {
    title: `Resume ${what}${where ? ` before ${where}` : ''}`,
    summary: calls.length > 0 ? `Opens ${countText(calls.length, 'door')}; what waits there goes on.` : 'No door that is meant is closed.',
    calls,
    impossible,
    warnings,
    moves,
    basedOn,
  };
}

function doorsMeant(picture: PipelinePicture, { target }: PlanningFacts): StagePicture[] {
  if (target.stage !== undefined) return picture.stages.filter(({ name }) => name === target.stage);
  if (target.waves) {
    const meant = new Set(target.waves.flatMap((wave) => stagesOfWave(picture, wave)));
    return picture.stages.filter((stage) => meant.has(stage));
  }
  return picture.stages.filter(({ state }) => state?.transition.enabled === false);
}

/** What goes in when the door opens. Superseding pipelines let only the latest in that waits. */
function released(picture: PipelinePicture, stage: StagePicture, now: number): { executionId: string | null; text: string } {
  const { inbound = [], transition } = stage.state ?? {};
  const changedAt = transition?.changedAt ?? null;
  if (inbound.length === 0) return { executionId: null, text: 'Nothing waits there: the next release will go through.' };
  if (changedAt !== null && now - changedAt > FORGOTTEN_AFTER_MS) {
    return { executionId: null, text: 'It was closed for over 30 days: AWS lets nothing in by itself after that, so release again.' };
  }
  const queued = picture.mode === 'QUEUED';
  const executionId = (queued ? inbound[0] : inbound.at(-1)) ?? null;
  if (executionId === null) return { executionId, text: '' };
  const name = releaseName(picture, executionId);
  const more = inbound.length - 1;
  if (more === 0) return { executionId, text: `Resuming releases ${name} into ${stage.name}.` };
  const rest = queued ? `${countText(more, 'release')} after it, one by one` : `not the ${countText(more, 'older one')} that waits`;
  return { executionId, text: `Resuming releases ${name} into ${stage.name}, ${rest}.` };
}
