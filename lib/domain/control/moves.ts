import type { Registry } from '../registry/registry.ts';
import type { Plan } from './action.ts';
import { countText, listText, type PlanningFacts } from './draft.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';

const ALARMS_NAMED = 3;

/** The cells of a stage, from what the stage last had to what comes. */
export function movesInto(picture: PipelinePicture, stage: StagePicture, executionId: string, registry: Registry): Plan['moves'][number][] {
  if (!stage.deploys) return [];
  const before = stage.state?.latest?.executionId ?? null;
  const waveOf = new Map(registry.cells.map((cell) => [cell.name, cell.wave]));
  return stage.cells.map((cell) => ({
    cell,
    wave: waveOf.get(cell) ?? null,
    component: picture.component,
    stage: stage.name,
    from: before === null ? null : releaseName(picture, before),
    to: releaseName(picture, executionId),
    bakeMinutes: bakeMinutes(picture, stage, registry),
  }));
}

/** Of the stage, or of the one after it that only watches; null when there is no bake. */
function bakeMinutes({ stages }: PipelinePicture, stage: StagePicture, registry: Registry): number | null {
  const next = stages[stage.index + 1];
  const bakes = stage.bakes || (next !== undefined && !next.deploys && next.bakes);
  const minutes = registry.waves.filter(({ name }) => stage.waves.includes(name)).map((wave) => wave.bakeMinutes);
  return bakes && minutes.length > 0 ? Math.max(...minutes) : null;
}

/** Alarms that are red in a stage's cells now and would fail a bake there; null when none is. */
export function redAlarmsWarning(stage: StagePicture, { redAlarms }: Pick<PlanningFacts, 'redAlarms'>): string | null {
  const red = stage.cells.flatMap((cell) => redAlarms(cell).map((alarm) => `${alarm} of ${cell}`));
  if (red.length === 0) return null;
  const named = red.slice(0, ALARMS_NAMED);
  const more = red.length - named.length;
  const list = listText(more > 0 ? [...named, `${more} more`] : named);
  const fails = stage.bakes ? ' A bake that watches an alarm which stays red fails.' : '';
  return `${countText(red.length, 'alarm')} in ${stage.name} ${red.length === 1 ? 'is' : 'are'} red now: ${list}.${fails}`;
}
