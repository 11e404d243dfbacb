import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Priority } from '#lib/aws/queue.ts';
import { describeStateMachine } from '#lib/sources/step-functions/describe-state-machine.ts';

const READ_AGAIN_MS = 3_600_000;
const TRY_AGAIN_MS = 5 * 60_000;

/** Definitions of the state machines that bake, shared by all pipelines: one call an hour each, while something bakes. */
export class DefinitionBook {
  readonly #aws: Aws;
  readonly #known = new Map<string, { definition: Promise<unknown>; goodUntil: number }>();

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  /** Parsed JSON; null when it can't be read: a bake tells how it stands without it, and its end is estimated from the registry. */
  of(stateMachineArn: string, reader: Reader, now: number, priority: Priority): Promise<unknown> {
    const known = this.#known.get(stateMachineArn);
    if (known && now < known.goodUntil) return known.definition;
    const entry = { definition: describeStateMachine(this.#aws, reader, stateMachineArn, priority), goodUntil: now + READ_AGAIN_MS };
    entry.definition = entry.definition.catch(() => {
      entry.goodUntil = now + TRY_AGAIN_MS;
      return null;
    });
    this.#known.set(stateMachineArn, entry);
    return entry.definition;
  }
}
