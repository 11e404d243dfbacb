import { principalName } from '../release/principal-name.ts';
import type { ReleasePicture, Rollout, Suspect } from '../release/rollout.ts';
import { whereName } from '../release/where-stage.ts';
import { clockTime, count } from './wording.ts';

/** "2 of 2 cells with 2f9c1 are sick, 0 of 20 without." And which other release it may be. */
export function contrastSentence(suspect: Suspect, revision = suspect.revision): string {
  const { sickWith, sickWithout, without } = suspect;
  const all = suspect.with;
  const withIt =
    all === 1
      ? `The one cell with ${revision} is sick`
      : `${count(sickWith)} of ${count(all)} cells with ${revision} ${sickWith === 1 ? 'is' : 'are'} sick`;
  return join(`${withIt}, ${count(sickWithout)} of ${count(without)} without.`, rivalSentence(suspect));
}

/** "or auth c03d5" where the two can't be told apart; empty otherwise. */
export function orRival({ rival }: Suspect): string {
  return rival?.close ? `or ${rival.component} ${rival.revision}` : '';
}

/** Which other release it may be, and in how many of the sick cells that one is. Empty when there is none. */
function rivalSentence({ rival, sickWith }: Suspect): string {
  if (!rival) return '';
  const name = `${rival.component} ${rival.revision}`;
  const shared = sickWith === 1 ? 'it came to that cell too' : `in ${count(rival.sickWith)} of ${count(sickWith)} sick cells too`;
  return rival.close ? `Or it is ${name}, about as likely: ${shared}.` : `It may be ${name} as well.`;
}

const join = (...sentences: readonly string[]): string => sentences.filter((sentence) => sentence !== '').join(' ');

/** How far the suspected release is now: "router is paused before wave medium by operator, 02:16." Empty when it is nowhere. */
export function whereaboutsSentence(suspect: Suspect, { rollouts }: ReleasePicture): string {
  const rollout = rollouts.find((one) => one.component === suspect.component);
  if (!rollout) return '';
  return pauseSentence(rollout) || placeSentence(rollout, suspect.executionId);
}

function pauseSentence({ component, stages }: Rollout): string {
  const stage = stages.find((one) => one.paused !== null);
  if (!stage?.paused) return '';
  const by = principalName(stage.paused.by);
  const at = stage.paused.at === null ? '' : `, ${clockTime(stage.paused.at)}`;
  return `${component} is paused before ${whereName(stages, stage)}${by ? ` by ${by}` : ''}${at}.`;
}

function placeSentence({ component, stages }: Rollout, executionId: string): string {
  const stage = stages.findLast((one) => one.executionId === executionId);
  if (!stage) return '';
  const where = whereName(stages, stage);
  switch (stage.place) {
    case 'deploying':
      return `${component} is being deployed to ${where}.`;
    case 'baking':
      return `${component} bakes in ${where}.`;
    case 'approval':
      return `${component} waits for approval before ${where}.`;
    case 'failed':
      return `${component} failed in ${where}.`;
    case 'stopping':
    case 'stopped':
      return `${component} was stopped in ${where}.`;
    default:
      return '';
  }
}
