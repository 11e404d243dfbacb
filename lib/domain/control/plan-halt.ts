import type { Impossible, PlannedCall } from './action.ts';
import { closeDoor, mayBeOpen } from './door-calls.ts';
import { countText, type Draft, listText, type PlanningFacts, placesText, plannedCall } from './draft.ts';
import { type PipelinePicture, releaseName, type StagePicture } from './pipeline-picture.ts';
import { executionsBetweenStages, type RunningExecution, runningExecutions } from './running-executions.ts';
import { STOP_REASON_CHARACTERS, translateReason } from './translate-reason.ts';

export const HALT_REASON = 'Halted in Cellwatch';

/** Closing the doors around what runs, stopping it, ending its bakes; later waves come after all of that. */
const STEP = { doors: 1, stop: 2, bakes: 3, laterWaves: 4 } as const;

/** From this step on a call of one pipeline gives way to the earlier ones of all others. */
export const LATE_STEP = STEP.laterWaves;

/**
 * Halts what moves: of one component, or of all that are given. Doors come first, since stopping an execution unlocks its
 * stage and the next one would enter. Doors are closed whatever else can't be done.
 */
export function planHalt(given: PlanningFacts): Draft {
  const { target, pictures, unreadable } = given;
  const reason = given.reason ?? HALT_REASON;
  const halts = pictures.map((picture) => haltPipeline(picture, given, reason));
  const moving = halts.filter(({ stages }) => stages.length > 0);
  const calls = halts.flatMap((halt) => halt.calls);
  const one = target.component === '*' ? undefined : pictures[0];
  const where = placesText([...new Set(moving.flatMap(({ stages }) => stages))]);
  const what = one ? one.component : 'all releases';
  return {
    title: one
      ? `Halt ${what}${where ? ` in ${where}` : ''}`
      : `Halt all releases${moving.length > 0 ? `: ${countText(moving.length, 'pipeline')} moving` : ''}`,
    summary:
      calls.length > 0
        ? `Closes ${countText(calls.filter(isDoor).length, 'door')} and stops ${countText(calls.filter(isStop).length, 'release')}${where ? ` in ${where}` : ''}.`
        : `Nothing to halt: ${one ? `no release of ${what} moves` : 'no release moves'}.`,
    calls,
    impossible: [
      ...unreadable.map(({ component, reason: why }) => ({ component, stage: null, reason: why })),
      ...halts.flatMap((halt) => halt.impossible),
    ],
    warnings: halts.flatMap((halt) => halt.warnings),
    moves: [],
    basedOn: new Map(pictures.map(({ component, stages }) => [component, stages.map(({ name }) => name)])),
  };
}

const isDoor = ({ operation }: PlannedCall) => operation === 'DisableStageTransition';
const isStop = ({ operation }: PlannedCall) => operation === 'StopPipelineExecution';

interface Halt {
  calls: PlannedCall[];
  impossible: Impossible[];
  warnings: string[];
  /** Names of the stages in which something is halted. */
  stages: string[];
}

function haltPipeline(picture: PipelinePicture, { target }: PlanningFacts, reason: string): Halt {
  const meant = (executionId: string) => target.executionId === undefined || target.executionId === executionId;
  const running = runningExecutions(picture).filter(({ executionId }) => meant(executionId));
  const between = executionsBetweenStages(picture).filter(({ executionId }) => meant(executionId));
  const halt: Halt = { calls: [], impossible: [], warnings: [], stages: [...new Set(running.map(({ stage }) => stage.name))] };
  const doors = new Map<string, StagePicture>();
  const near = (stage: StagePicture | undefined) => {
    if (stage && mayBeOpen(stage)) doors.set(stage.name, stage);
  };
  for (const { stage } of running) {
    near(stage);
    near(picture.stages[stage.index + 1]);
  }
  for (const { after } of between) if (after) near(picture.stages[after.index + 1]);
  for (const stage of doors.values()) halt.calls.push(closeDoor(picture, stage, reason, STEP.doors));

  for (const execution of running) stopRunning(picture, execution, target.running === 'abandon', reason, halt);
  for (const { executionId, after } of between) {
    halt.calls.push(stop(picture, executionId, after, target.running === 'abandon', reason));
    halt.stages.push(...(after && !halt.stages.includes(after.name) ? [after.name] : []));
  }
  if (picture.old !== null && halt.calls.length > 0)
    halt.warnings.push(`${picture.component}: planned on what was last known; ${picture.old}.`);

  const first = Math.min(...running.map(({ stage }) => stage.index), ...between.map(({ after }) => after?.index ?? -1));
  for (const stage of picture.stages) {
    if (stage.index <= first || stage.kind !== 'wave' || doors.has(stage.name) || !mayBeOpen(stage)) continue;
    halt.calls.push(closeDoor(picture, stage, reason, STEP.laterWaves));
  }
  return halt;
}

/**
 * Deployments may finish unless people want them abandoned. A bake or an approval that alone is under way is abandoned: it
 * would stay "Stopping" until it ends by itself.
 */
function stopRunning(picture: PipelinePicture, execution: RunningExecution, abandonAll: boolean, reason: string, halt: Halt): void {
  const { executionId, stage, stopping, work, bakes, approvals, judging } = execution;
  const waitsOnly = work.length === 0 && (bakes.length > 0 || approvals.length > 0 || judging);
  const abandon = abandonAll || waitsOnly;
  const name = releaseName(picture, executionId);
  const already = stopping && !(abandon && (work.length > 0 || waitsOnly));
  if (already) halt.warnings.push(`${picture.component} ${name} is stopping in ${stage.name} already.`);
  else halt.calls.push(stop(picture, executionId, stage, abandon, reason));
  if (!abandon && work.length > 0) {
    halt.warnings.push(`${picture.component} ${name}: ${listText(work)} in ${stage.name} may finish; nothing is begun after that.`);
  }
  if (abandonAll && work.length > 0) {
    halt.warnings.push(
      `${picture.component} ${name}: ${listText(work)} in ${stage.name} is abandoned; what it started may go on by itself.`,
    );
  }
  if (!abandon && approvals.length > 0) {
    halt.warnings.push(
      `${picture.component} ${name}: ${listText(approvals)} in ${stage.name} waits for a person until the deployments end.`,
    );
  }
  for (const { action, arn } of bakes) {
    if (arn === null) {
      const why = `Which Step Functions execution is behind ${action} is not known: it watches on until it ends by itself, and changes nothing.`;
      halt.impossible.push({ component: picture.component, stage: stage.name, reason: why });
      continue;
    }
    halt.calls.push(
      plannedCall(picture, {
        service: 'StepFunctions',
        operation: 'StopExecution',
        input: { executionArn: arn, error: 'Cellwatch.Halted', cause: reason.slice(0, 1_000) },
        text: `end the bake ${action} of ${stage.name}`,
        step: STEP.bakes,
        stage,
        about: arn.split(':').at(-1) ?? arn,
      }),
    );
  }
}

function stop(picture: PipelinePicture, executionId: string, stage: StagePicture | null, abandon: boolean, reason: string): PlannedCall {
  const name = releaseName(picture, executionId);
  return plannedCall(picture, {
    operation: 'StopPipelineExecution',
    input: {
      pipelineName: picture.pipeline.name,
      pipelineExecutionId: executionId,
      abandon,
      reason: translateReason(reason, STOP_REASON_CHARACTERS),
    },
    text: `stop ${name}${stage ? ` in ${stage.name}` : ''}${abandon ? ', abandoning what is under way' : ' once its running actions end'}`,
    step: STEP.stop,
    stage,
    about: executionId,
  });
}
