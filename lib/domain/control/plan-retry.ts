import { type Draft, type PlanningFacts, plannedCall } from './draft.ts';
import { movesInto, redAlarmsWarning } from './moves.ts';
import { nothing, pictureMeant } from './nothing.ts';
import { releaseName } from './pipeline-picture.ts';

/** Tries what failed in a stage once more, in the execution that is in it. */
export function planRetry(given: PlanningFacts): Draft {
  const { target, registry } = given;
  const title = `Retry ${target.stage ?? ''} of ${target.component}`;
  const meant = pictureMeant(given);
  if (!meant.ok) return nothing(title, target, meant.reason);
  const { picture } = meant;
  const stage = picture.stages.find(({ name }) => name === target.stage);
  if (!stage) return nothing(title, target, `${target.component} has no stage ${target.stage ?? '(none was named)'}.`);
  const basedOn = new Map([[picture.component, [stage.name]]]);
  const latest = stage.state?.latest;
  if (!latest) return { ...nothing(title, target, `Nothing has run in ${stage.name}.`), basedOn };
  const { executionId, status } = latest;
  const name = releaseName(picture, executionId);
  if (target.executionId !== undefined && target.executionId !== executionId) {
    const why = `${releaseName(picture, target.executionId)} is not in ${stage.name} any more: ${name} is.`;
    return { ...nothing(title, target, why), basedOn };
  }
  if (status !== 'Failed') {
    return { ...nothing(title, target, `${name} has not failed in ${stage.name}: it is ${statusText(status)}.`), basedOn };
  }
  const retryMode = target.retry ?? 'FAILED_ACTIONS';
  const failed = (stage.state?.actions ?? []).filter(({ status: one }) => one === 'Failed').map(({ name: action }) => action);
  const red = redAlarmsWarning(stage, given);
  const goesOn = picture.stages[stage.index + 1];
  return {
    title,
    summary:
      retryMode === 'ALL_ACTIONS'
        ? `Runs every action of ${stage.name} again for ${name}.`
        : `Runs what failed in ${stage.name} again for ${name}${failed.length > 0 ? `: ${failed.join(', ')}` : ''}.`,
    calls: [
      plannedCall(picture, {
        operation: 'RetryStageExecution',
        input: { pipelineName: picture.pipeline.name, stageName: stage.name, pipelineExecutionId: executionId, retryMode },
        text: `retry ${retryMode === 'ALL_ACTIONS' ? 'all' : 'the failed'} actions of ${stage.name} for ${name}`,
        step: 1,
        stage,
        about: executionId,
      }),
    ],
    impossible: [],
    warnings: [
      ...(red ? [red] : []),
      ...(goesOn?.state?.transition.enabled ? [`When it succeeds, ${name} goes on to ${goesOn.name}: the door is open.`] : []),
    ],
    moves: movesInto(picture, stage, executionId, registry).map((move) => ({ ...move, from: null })),
    basedOn,
  };
}

function statusText(status: string): string {
  return status === 'InProgress' ? 'under way' : status.toLowerCase();
}
