import { principalName } from '../release/principal-name.ts';
import type { PlannedCall } from './action.ts';
import { plannedCall } from './draft.ts';
import type { PipelinePicture, StagePicture } from './pipeline-picture.ts';
import { translateReason } from './translate-reason.ts';

/** Closes the door in front of a stage. @param reason as people wrote it */
export function closeDoor(picture: PipelinePicture, stage: StagePicture, reason: string, step: number): PlannedCall {
  return plannedCall(picture, {
    operation: 'DisableStageTransition',
    input: {
      pipelineName: picture.pipeline.name,
      stageName: stage.name,
      transitionType: 'Inbound',
      reason: translateReason(reason),
    },
    text: `close the door before ${stage.name}`,
    step,
    stage,
  });
}

export function openDoor(picture: PipelinePicture, stage: StagePicture, step: number): PlannedCall {
  return plannedCall(picture, {
    operation: 'EnableStageTransition',
    input: { pipelineName: picture.pipeline.name, stageName: stage.name, transitionType: 'Inbound' },
    text: `open the door before ${stage.name}`,
    step,
    stage,
  });
}

/** False only for a door that is known to be closed, and for the first stage, which has none. */
export function mayBeOpen({ index, state }: StagePicture): boolean {
  return index > 0 && state?.transition.enabled !== false;
}

/** "closed by operator (freeze)" in words; for a door that is closed. */
export function closedText({ state }: StagePicture): string {
  const { changedBy = null, reason = null } = state?.transition ?? {};
  const by = principalName(changedBy);
  return `closed${by === null ? '' : ` by ${by}`}${reason ? ` (${reason})` : ''}`;
}

/** The stages that deploy to a wave; those that only watch it where none deploys. */
export function stagesOfWave(picture: PipelinePicture, wave: string): StagePicture[] {
  const stages = picture.stages.filter(({ waves }) => waves.includes(wave));
  const deploying = stages.filter(({ deploys }) => deploys);
  return deploying.length > 0 ? deploying : stages;
}
