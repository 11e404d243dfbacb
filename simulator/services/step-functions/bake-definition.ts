import type { BakeMachineWorld } from '../../world/release-types.ts';

/** One look at the alarms, and the wait before it: names of states. */
export interface BakeRound {
  wait: string;
  check: string;
  choice: string;
  /** When it looks, ms after the bake's start. */
  afterMs: number;
  /** Of the wait. All rounds together are the bake's length. */
  seconds: number;
}

export const PASSED = 'Bake passed';
export const FAILED = 'Bake failed';

/** The function that the definition names, as the history's task events show it too. */
export function watchFunction(machineArn: string): string {
  const [, , , region, accountId] = machineArn.split(':');
  return `arn:aws:lambda:${region}:${accountId}:function:watch-alarms`;
}

/** A bake's rounds. They are written out, not looped over, so that the definition tells how long a bake lasts. */
export function bakeRounds({ lastsMs, settlesMs, checksEveryMs }: BakeMachineWorld): BakeRound[] {
  const settled = Math.min(settlesMs, lastsMs);
  const count = 1 + Math.ceil((lastsMs - settled) / checksEveryMs);
  const after = (round: number) => (round < 0 ? 0 : Math.min(lastsMs, settled + round * checksEveryMs));
  return Array.from({ length: count }, (_, i) => ({
    wait: i === 0 ? 'Wait for traffic' : `Watch ${i + 1} of ${count}`,
    check: `Check alarms ${i + 1} of ${count}`,
    choice: `All quiet ${i + 1} of ${count}`,
    afterMs: after(i),
    seconds: Math.round(after(i) / 1000) - Math.round(after(i - 1) / 1000),
  }));
}

/** A bake's state machine in the Amazon States Language. */
export function bakeDefinition(machine: BakeMachineWorld): object {
  const rounds = bakeRounds(machine);
  const states: Record<string, object> = {};
  rounds.forEach(({ wait, check, choice, seconds }, i) => {
    states[wait] = { Type: 'Wait', Seconds: seconds, Next: check };
    states[check] = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: watchFunction(machine.arn), 'Payload.$': '$' },
      ResultSelector: { 'quiet.$': '$.Payload.quiet', 'error.$': '$.Payload.error', 'cause.$': '$.Payload.cause' },
      ResultPath: '$.check',
      Next: choice,
    };
    states[choice] = {
      Type: 'Choice',
      Choices: [{ Variable: '$.check.quiet', BooleanEquals: true, Next: rounds[i + 1]?.wait ?? PASSED }],
      Default: FAILED,
    };
  });
  states[PASSED] = { Type: 'Succeed' };
  states[FAILED] = { Type: 'Fail', ErrorPath: '$.check.error', CausePath: '$.check.cause' };
  return { Comment: `Watches the alarms of the cells of ${machine.wave} after a release`, StartAt: rounds[0]?.wait, States: states };
}
