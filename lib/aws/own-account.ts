import { GetCallerIdentityCommand, type GetCallerIdentityCommandOutput, type STSClient } from '@aws-sdk/client-sts';
import { AwsFailure, type CallTarget } from './classify-failure.ts';

type Meet = (
  send: (options: { abortSignal: AbortSignal }) => Promise<GetCallerIdentityCommandOutput>,
) => Promise<GetCallerIdentityCommandOutput>;

/** Which account the default credentials are of; asked once. */
export class OwnAccount {
  readonly #sts: () => STSClient;
  readonly #meet: Meet;
  #asked: Promise<string | null> | null = null;

  /** @param meet runs the call under the queue, the meter and the failure words. */
  constructor(sts: () => STSClient, meet: Meet) {
    this.#sts = sts;
    this.#meet = meet;
  }

  /**
   * Without a role, the default credentials read their own account whichever is meant: the alarms of another would look like its own.
   * Where STS does not tell whose they are, the read goes on.
   * @throws AwsFailure when they are of another account
   */
  async require(accountId: string, target: CallTarget): Promise<void> {
    this.#asked ??= this.#meet((options) => this.#sts().send(new GetCallerIdentityCommand({}), options)).then(
      (answer) => answer.Account ?? null,
      () => null,
    );
    const own = await this.#asked;
    if (own === null) this.#asked = null;
    if (own === null || own === accountId) return;
    const message = `the default credentials are of account ${own}, and the registry names no roles.reader to assume in ${accountId}`;
    throw new AwsFailure('access-denied', `access denied: ${message}`, target);
  }
}
