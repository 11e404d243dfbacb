import { AssumeRoleCommand, type AssumeRoleCommandOutput, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '#lib/clock.ts';
import { AwsFailure } from './classify-failure.ts';
import type { Priority } from './queue.ts';

/** Sessions are renewed this long before they end. */
const RENEW_BEFORE_MS = 5 * 60_000;

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** The role by which Cellwatch reads in an account. */
export interface ReaderRole {
  name: string;
  /** Template; `{accountId}` stands for the account. Null: none is presented. */
  externalId: string | null;
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
  async of(accountId: string, role: ReaderRole, priority?: Priority): Promise<Credentials> {
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

  async #assume(accountId: string, role: ReaderRole, priority: Priority | undefined): Promise<Session> {
    const answer = await this.#meet(accountId, role.name, priority, (options) =>
      this.#sts().send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/${role.name}`,
          RoleSessionName: 'cellwatch-reader',
          ...(role.externalId === null ? {} : { ExternalId: role.externalId.replaceAll('{accountId}', accountId) }),
        }),
        options,
      ),
    );
    const given = answer.Credentials;
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
      throw new AwsFailure('invalid-response', `STS gave no session for ${role.name} in account ${accountId}.`, {
        service: 'STS',
        operation: 'AssumeRole',
        accountId,
        region: null,
        role: role.name,
      });
    }
    return {
      // Already over for the SDK, so that it asks us each time: we keep the session by our own clock.
      credentials: {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: new Date(0),
      },
      endsAt: given.Expiration?.getTime() ?? this.#clock.now() + 3_600_000,
    };
  }
}
