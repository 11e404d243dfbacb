import type { Aws } from '#lib/aws/aws.ts';
import type { AccessPolicy } from '#lib/domain/access/access.ts';
import type { PolicyLocation } from '#lib/env.ts';
import type { Log } from '#lib/log.ts';
import { loadAccessPolicy } from '#lib/sources/access-policy/load-access-policy.ts';

const READ_EVERY_MS = 60_000;

/** Reads the access policy every minute; the last valid version stays in force when a new one can't be read or is refused. */
export class PolicyKeeper {
  readonly #aws: Aws;
  readonly #location: PolicyLocation | undefined;
  readonly #log: Log;
  #policy: AccessPolicy;
  #refused = '';
  #timer: NodeJS.Timeout | null = null;

  private constructor(aws: Aws, location: PolicyLocation | undefined, log: Log, policy: AccessPolicy) {
    this.#aws = aws;
    this.#location = location;
    this.#log = log;
    this.#policy = policy;
  }

  /** @throws EnvError at the start: with a policy in doubt nobody should be let in */
  static async start(aws: Aws, location: PolicyLocation | undefined, log: Log): Promise<PolicyKeeper> {
    const keeper = new PolicyKeeper(aws, location, log, await loadAccessPolicy(aws, location));
    if (location && location.kind !== 'text') {
      keeper.#timer = setInterval(() => void keeper.refresh(), READ_EVERY_MS);
      keeper.#timer.unref();
    }
    return keeper;
  }

  /** The same object until another version is in force. */
  get policy(): AccessPolicy {
    return this.#policy;
  }

  /** Never throws. */
  async refresh(): Promise<void> {
    try {
      const policy = await loadAccessPolicy(this.#aws, this.#location);
      this.#refused = '';
      if (JSON.stringify(policy) === JSON.stringify(this.#policy)) return;
      this.#policy = policy;
      this.#log.info('another access policy is in force', { rules: policy.rules.length });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Once for each fault, however often it is read.
      if (message !== this.#refused) this.#log.error('the access policy was not taken: the one before stays in force', { error });
      this.#refused = message;
    }
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }
}
