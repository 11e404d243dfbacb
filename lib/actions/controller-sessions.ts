import type { Aws } from '#lib/aws/aws.ts';
import type { Credentials } from '#lib/aws/credentials.ts';
import type { Action, PlannedCall } from '#lib/domain/control/action.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import { controllerPolicy, POLICY_CHARACTERS, personOfSession, placeOfCall } from './controller-policy.ts';

/** Sessions last 15 minutes. */
const RENEW_AFTER_MS = 10 * 60_000;

/**
 * Credentials for the calls of one action: one session for each pipeline and account, narrowed to those calls, in the name of
 * the person. They end with the action.
 */
export class ControllerSessions {
  readonly #aws: Aws;
  readonly #registry: Registry;
  readonly #action: Action;
  readonly #calls: () => readonly PlannedCall[];
  readonly #sessions = new Map<string, { policy: string; at: number; credentials: Promise<Credentials> }>();

  /** @param calls all that the action makes, which may grow */
  constructor(aws: Aws, registry: Registry, action: Action, calls: () => readonly PlannedCall[]) {
    this.#aws = aws;
    this.#registry = registry;
    this.#action = action;
    this.#calls = calls;
  }

  /** Null where the registry names no controller role: then the default credentials act. @throws AwsFailure */
  async of(call: PlannedCall): Promise<{ role: string | null; credentials: Credentials | null }> {
    const { controller, externalId } = this.#registry.roles;
    if (controller === null) return { role: null, credentials: null };
    const { accountId } = placeOfCall(call);
    const group = this.#calls().filter((one) => one.component === call.component && placeOfCall(one).accountId === accountId);
    const whole = controllerPolicy(group);
    const policy = whole.length <= POLICY_CHARACTERS ? whole : controllerPolicy([call]);
    const key = `${call.component} ${accountId} ${policy}`;
    const known = this.#sessions.get(key);
    const now = performance.now();
    if (known && now - known.at < RENEW_AFTER_MS) return { role: controller, credentials: await known.credentials };
    const { id, verb, by } = this.#action;
    const credentials = this.#aws.assumeController({
      accountId,
      role: { name: controller, externalId },
      person: personOfSession(by),
      policy,
      tags: { 'cellwatch-action': id, 'cellwatch-verb': verb },
    });
    this.#sessions.set(key, { policy, at: now, credentials });
    // One that failed is not what the next call is to wait for.
    credentials.catch(() => this.#sessions.delete(key));
    return { role: controller, credentials: await credentials };
  }
}
