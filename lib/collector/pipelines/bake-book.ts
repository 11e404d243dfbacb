import type { Aws, Reader } from '#lib/aws/aws.ts';
import { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { Priority } from '#lib/aws/queue.ts';
import type { ActionRun, Bake } from '#lib/domain/release/facts.ts';
import { describeExecution } from '#lib/sources/step-functions/describe-execution.ts';
import { getExecutionHistory } from '#lib/sources/step-functions/get-execution-history.ts';
import { waitSeconds } from '#lib/sources/step-functions/wait-seconds.ts';
import type { DefinitionBook } from './definition-book.ts';

const STEPS_AGAIN_MS = 30_000;
/** Step Functions answers with a delay: only after it is an execution that is not there really gone. */
const APPEARS_WITHIN_MS = 2 * 60_000;
const ARN = /^arn:[^:]*:states:([^:]*):(\d{12}):/;
const ENDED = new Set<Bake['status']>(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

/** A run that bakes, and the execution that it started. */
export interface BakingRun {
  run: ActionRun;
  executionArn: string;
}

interface Known {
  bake: Bake;
  stepsAt: number;
  /** Nothing more will come. */
  final: boolean;
}

/** The bakes of a pipeline. One that has ended is read once more, then kept for good. */
export class BakeBook {
  readonly #aws: Aws;
  readonly #role: Reader['role'];
  readonly #known = new Map<string, Known>();
  /** Executions that Step Functions knows no more: it keeps them for 90 days. */
  readonly #gone = new Set<string>();
  readonly #definitions: DefinitionBook;

  constructor(aws: Aws, role: Reader['role'], definitions: DefinitionBook) {
    this.#aws = aws;
    this.#role = role;
    this.#definitions = definitions;
  }

  /** By action execution id. */
  get all(): Map<string, Bake> {
    return new Map([...this.#known].map(([id, known]) => [id, known.bake]));
  }

  isDue({ run }: BakingRun): boolean {
    return !this.#known.get(run.actionExecutionId)?.final && !this.#gone.has(run.actionExecutionId);
  }

  /** Reads a bake as it is now. @throws AwsFailure */
  async read({ run, executionArn }: BakingRun, now: number, priority: Priority): Promise<void> {
    const [, region, accountId] = ARN.exec(executionArn) ?? [];
    if (!region || !accountId) return;
    const reader = { accountId, region, role: this.#role };
    const before = this.#known.get(run.actionExecutionId);
    const described = await this.#describe(reader, run, executionArn, now, priority);
    if (!described) return;
    const { bake, input } = described;
    const definition = bake.stateMachineArn && (await this.#definitions.of(bake.stateMachineArn, reader, now, priority));
    const ended = ENDED.has(bake.status);
    const steps = before?.bake.steps ?? [];
    const stepsAt = before?.stepsAt ?? 0;
    const whole = { ...bake, waitSeconds: waitSeconds(definition, input), steps };
    // Of one that went well before we saw it, nobody asks the steps.
    const uneventful = bake.status === 'SUCCEEDED' && !before;
    // What is known by now is kept, even if the steps can't be read.
    this.#known.set(run.actionExecutionId, { bake: whole, stepsAt, final: uneventful });
    if (uneventful || (!ended && now - stepsAt < STEPS_AGAIN_MS)) return;
    const newSteps = await getExecutionHistory(this.#aws, reader, executionArn, priority);
    this.#known.set(run.actionExecutionId, { bake: { ...whole, steps: newSteps }, stepsAt: now, final: ended });
  }

  /** Lets go of the bakes of runs that are kept no more. */
  keepOnly(actionExecutionIds: ReadonlySet<string>): void {
    for (const id of this.#known.keys()) if (!actionExecutionIds.has(id)) this.#known.delete(id);
    for (const id of this.#gone) if (!actionExecutionIds.has(id)) this.#gone.delete(id);
  }

  async #describe(reader: Reader, run: ActionRun, executionArn: string, now: number, priority: Priority) {
    try {
      return await describeExecution(this.#aws, reader, executionArn, priority);
    } catch (error) {
      if (!(error instanceof AwsFailure) || error.code !== 'not-found') throw error;
      if (run.status !== 'InProgress' && now - (run.startedAt ?? 0) > APPEARS_WITHIN_MS) this.#gone.add(run.actionExecutionId);
      return null;
    }
  }
}
