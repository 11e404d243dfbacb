import { AssumeRoleCommand, type AssumeRoleCommandOutput, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '#lib/clock.ts';
import { type AccountRole, roleToAssume, sessionKeys } from './assumed-role.ts';
import type { Priority } from './queue.ts';

/** Sessions are renewed this long before they end. */
const RENEW_BEFORE_MS = 5 * 60_000;

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

interface Session {
  credentials: Credentials;
  /** Epoch ms on our clock. */
  endsAt: number;
}

type Meet = (
  accountId: string,
  role: string,
  priority: Priority | undefined,
  send: (options: { abortSignal: AbortSignal }) => Promise<AssumeRoleCommandOutput>,
) => Promise<AssumeRoleCommandOutput>;

/** Assumes the reader role in accounts; one call an account at a time, kept until shortly before the session ends. */
export class AssumedCredentials {
  readonly #sts: () => STSClient;
  readonly #clock: Clock;
  readonly #meet: Meet;
  readonly #sessions = new Map<string, Session>();
  readonly #underway = new Map<string, Promise<Session>>();

  /** @param meet runs one AssumeRole under the queue, the meter and the failure words. */
  constructor(sts: () => STSClient, clock: Clock, meet: Meet) {
    this.#sts = sts;
    this.#clock = clock;
    this.#meet = meet;
  }

  /** @throws AwsFailure naming the role when it can't be assumed. */
  async of(accountId: string, role: AccountRole, priority?: Priority): Promise<Credentials> {
    const key = `${accountId} ${role.name} ${role.externalId ?? ''}`;
    const known = this.#sessions.get(key);
    if (known && known.endsAt - RENEW_BEFORE_MS > this.#clock.now()) return known.credentials;
    const underway = this.#underway.get(key);
    if (underway) return (await underway).credentials;
    const assuming = this.#assume(accountId, role, priority);
    this.#underway.set(key, assuming);
    try {
      const session = await assuming;
      this.#sessions.set(key, session);
      return session.credentials;
    } finally {
      this.#underway.delete(key);
    }
  }

  /** Forgets an account's session, so that the next call assumes the role afresh. */
  forget(accountId: string): void {
    for (const key of this.#sessions.keys()) if (key.startsWith(`${accountId} `)) this.#sessions.delete(key);
  }

  async #assume(accountId: string, role: AccountRole, priority: Priority | undefined): Promise<Session> {
    const answer = await this.#meet(accountId, role.name, priority, (options) =>
      this.#sts().send(new AssumeRoleCommand({ ...roleToAssume(accountId, role), RoleSessionName: 'cellwatch-reader' }), options),
    );
    return {
      // Already over for the SDK, so that it asks us each time: we keep the session by our own clock.
      credentials: { ...sessionKeys(answer, accountId, role), expiration: new Date(0) },
      endsAt: answer.Credentials?.Expiration?.getTime() ?? this.#clock.now() + 3_600_000,
    };
  }
}
