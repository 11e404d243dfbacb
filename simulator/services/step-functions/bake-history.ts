import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import { bakeInput } from '../../world/pipelines/bake.ts';
import type { BakeMachineWorld, BakeWorld } from '../../world/release-types.ts';
import { bakeOutput, checkResult } from './bake-data.ts';
import { type BakeRound, bakeRounds, FAILED, PASSED, watchFunction } from './bake-definition.ts';

const NOT_TRUNCATED = { truncated: false };
const TASK = { resourceType: 'lambda', resource: 'invoke' };
/** Between two events of the same round, ms, where rounds are long enough. */
const BEAT = 20;

/** The data that events carry: JSON, written once for all of them. */
interface Data {
  region: string;
  input: string;
  quiet: string;
  loud: string;
  quietResult: string;
  loudResult: string;
  parameters: string;
}

type Add = (type: HistoryEventType, at: number, details?: Partial<HistoryEvent>) => void;

/**
 * What happened in a bake up to now, oldest first; derived from its times, so that a later reading begins with an earlier one.
 * @param machine of the bake
 * @param now epoch ms
 */
export function bakeHistory(bake: BakeWorld, machine: BakeMachineWorld, now: number): HistoryEvent[] {
  const data = dataOf(bake, machine);
  const rounds = bakeRounds(machine);
  const until = bake.stoppedAt ?? now;
  const beat = Math.min(BEAT, machine.checksEveryMs / 50);
  const last = rounds.findIndex((round) => bake.startedAt + round.afterMs >= until - 0.5);
  const failing = bake.status === 'FAILED' ? (last < 0 ? rounds.length - 1 : last) : null;
  const events: HistoryEvent[] = [];
  const add: Add = (type, at, details = {}) => {
    // Of a bake that runs, what is not yet; of one that has ended, nothing is later than its end.
    if (bake.stoppedAt === null && at > now) return;
    const id = events.length + 1;
    // The first state follows nothing, as AWS counts.
    events.push({ timestamp: new Date(Math.min(at, until)), type, id, previousEventId: id <= 2 ? 0 : id - 1, ...details });
  };
  add('ExecutionStarted', bake.startedAt, { executionStartedEventDetails: { input: data.input, inputDetails: NOT_TRUNCATED } });
  let enteredAt = bake.startedAt;
  for (const [i, round] of rounds.entries()) {
    const input = i === 0 ? data.input : data.quiet;
    add('WaitStateEntered', enteredAt, entered(round.wait, input));
    const fails = i === failing;
    const checkedAt = fails ? until : bake.startedAt + round.afterMs;
    if (!fails && !isReached(checkedAt, until, bake.status)) break;
    addCheck(add, round, data, input, checkedAt, beat, !fails);
    if (fails) break;
    enteredAt = checkedAt + 10 * beat;
  }
  addEnd(add, bake, data, until);
  return events;
}

function dataOf(bake: BakeWorld, machine: BakeMachineWorld): Data {
  const input = bakeInput(bake);
  const result = (quiet: boolean) => JSON.stringify({ StatusCode: 200, Payload: checkResult(quiet, bake.error, bake.cause) });
  return {
    region: machine.arn.split(':')[3] ?? '',
    input,
    quiet: bakeOutput(bake, true),
    loud: bakeOutput(bake, false),
    quietResult: result(true),
    loudResult: result(false),
    parameters: JSON.stringify({ FunctionName: watchFunction(machine.arn), Payload: JSON.parse(input) }),
  };
}

/** Whether a round's wait was over before the bake's end. */
function isReached(at: number, until: number, status: BakeWorld['status']): boolean {
  // Half a millisecond for rounding: a bake's last look is at its end.
  return status === 'ABORTED' || status === 'TIMED_OUT' ? at < until : at <= until + 0.5;
}

function addCheck(add: Add, round: BakeRound, data: Data, input: string, at: number, beat: number, quiet: boolean): void {
  const { wait, check, choice } = round;
  const output = quiet ? data.quiet : data.loud;
  add('WaitStateExited', at, exited(wait, input));
  add('TaskStateEntered', at + beat, entered(check, input));
  add('TaskScheduled', at + 2 * beat, {
    taskScheduledEventDetails: { ...TASK, region: data.region, parameters: data.parameters },
  });
  add('TaskStarted', at + 3 * beat, { taskStartedEventDetails: TASK });
  add('TaskSucceeded', at + 7 * beat, {
    taskSucceededEventDetails: { ...TASK, output: quiet ? data.quietResult : data.loudResult, outputDetails: NOT_TRUNCATED },
  });
  add('TaskStateExited', at + 8 * beat, exited(check, output));
  add('ChoiceStateEntered', at + 9 * beat, entered(choice, output));
  add('ChoiceStateExited', at + 9 * beat, exited(choice, output));
}

function addEnd(add: Add, bake: BakeWorld, data: Data, at: number): void {
  const why = { error: bake.error ?? undefined, cause: bake.cause ?? undefined };
  switch (bake.status) {
    case 'RUNNING':
      break;
    case 'SUCCEEDED':
      add('SucceedStateEntered', at, entered(PASSED, data.quiet));
      add('SucceedStateExited', at, exited(PASSED, data.quiet));
      add('ExecutionSucceeded', at, { executionSucceededEventDetails: { output: data.quiet, outputDetails: NOT_TRUNCATED } });
      break;
    case 'FAILED':
      add('FailStateEntered', at, entered(FAILED, data.loud));
      add('ExecutionFailed', at, { executionFailedEventDetails: why });
      break;
    case 'ABORTED':
      add('ExecutionAborted', at, { executionAbortedEventDetails: why });
      break;
    case 'TIMED_OUT':
      add('ExecutionTimedOut', at, { executionTimedOutEventDetails: why });
      break;
  }
}

function entered(name: string, input: string): Partial<HistoryEvent> {
  return { stateEnteredEventDetails: { name, input, inputDetails: NOT_TRUNCATED } };
}

function exited(name: string, output: string): Partial<HistoryEvent> {
  return { stateExitedEventDetails: { name, output, outputDetails: NOT_TRUNCATED } };
}
