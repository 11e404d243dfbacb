import type { Plan } from './action.ts';
import { type Draft, type PlanningFacts, plannedCall } from './draft.ts';
import { movesInto, redAlarmsWarning } from './moves.ts';
import { nothing, pictureMeant } from './nothing.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';

const SUMMARY_CHARACTERS = 512;

/** Answers an approval that waits: one that names its stage, or the only one that there is. */
export function planApproval(given: PlanningFacts): Draft {
  const { target, verb, registry } = given;
  const approve = verb === 'approve';
  const word = approve ? 'Approve' : 'Reject';
  const title = `${word} ${target.component}${target.stage ? ` in ${target.stage}` : ''}`;
  const meant = pictureMeant(given);
  if (!meant.ok) return nothing(title, target, meant.reason);
  const { picture } = meant;
  const waiting = waitingApprovals(picture).filter(
    ({ stage, executionId }) =>
      (target.stage === undefined || stage.name === target.stage) &&
      (target.executionId === undefined || executionId === target.executionId),
  );
  const [one, other] = waiting;
  const stages = target.stage !== undefined ? [target.stage] : waiting.map(({ stage }) => stage.name);
  const basedOn = new Map([[picture.component, stages]]);
  if (!one)
    return { ...nothing(title, target, `No approval of ${target.component} waits${target.stage ? ` in ${target.stage}` : ''}.`), basedOn };
  if (other) {
    const why = `Several approvals of ${target.component} wait (${waiting.map(({ stage }) => stage.name).join(', ')}): name the stage.`;
    return { ...nothing(title, target, why), basedOn };
  }
  const { stage, action, token, executionId } = one;
  const name = releaseName(picture, executionId);
  const into = stage.deploys ? stage : nextWave(picture, stage);
  const red = into ? redAlarmsWarning(into, given) : null;
  const moves: Plan['moves'] = approve && into ? movesInto(picture, into, executionId, registry) : [];
  const door = into && into !== stage && into.state?.transition.enabled === false;
  return {
    title: `${word} ${picture.component} ${name} in ${stage.name}`,
    summary: approve ? `${name} goes on${into ? ` into ${into.name}` : ''}.` : `${name} fails in ${stage.name} and goes no further.`,
    calls: [
      plannedCall(picture, {
        operation: 'PutApprovalResult',
        input: {
          pipelineName: picture.pipeline.name,
          stageName: stage.name,
          actionName: action,
          token,
          result: {
            status: approve ? 'Approved' : 'Rejected',
            summary: (given.reason ?? `${approve ? 'Approved' : 'Rejected'} in Cellwatch`).slice(0, SUMMARY_CHARACTERS),
          },
        },
        text: `${approve ? 'approve' : 'reject'} ${action} for ${name}`,
        step: 1,
        stage,
        about: executionId,
      }),
    ],
    impossible: [],
    warnings: [
      ...(approve && red ? [red] : []),
      ...(approve && door ? [`The door before ${into.name} is closed: ${name} will wait there.`] : []),
    ],
    moves,
    basedOn,
  };
}

function waitingApprovals(picture: PipelinePicture): { stage: StagePicture; action: string; token: string; executionId: string }[] {
  return picture.stages.flatMap((stage) => {
    const latest = stage.state?.latest;
    if (latest?.status !== 'InProgress') return [];
    return (stage.state?.actions ?? []).flatMap(({ name, status, token }) =>
      status === 'InProgress' && token !== null ? [{ stage, action: name, token, executionId: latest.executionId }] : [],
    );
  });
}

function nextWave({ stages }: PipelinePicture, { index }: StagePicture): StagePicture | null {
  return stages.slice(index + 1).find(({ deploys }) => deploys) ?? null;
}
