import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import type { Clock } from '#lib/clock.ts';
import { ownTurn } from '#lib/turns.ts';
import type { AccountRole } from './assumed-role.ts';
import type { Call, CallLimits } from './call.ts';
import { CallLimit } from './call-limit.ts';
import { checkAnswers } from './check-answers.ts';
import { AwsFailure, type CallTarget, classifyFailure, refusedForClock } from './classify-failure.ts';
import { type ControllerSession, controllerCredentials } from './controller-session.ts';
import { AssumedCredentials, type Credentials } from './credentials.ts';
import { Meter } from './meter.ts';
import { OwnAccount } from './own-account.ts';
import { type Priority, Queue } from './queue.ts';
import { type ClientOf, type ClientSettings, createClient, type Service } from './services.ts';

const CALL_TIMEOUT_MS = 30_000;
/** More than calls that hang may hold, so that the others still find one. */
const MAX_SOCKETS = 256;
/** STS answers within a second; one account whose call hangs must not keep the others from theirs. */
const STS_LIMITS: CallLimits = { concurrency: 64, perSecond: 200 };
const STS_TIMEOUT_MS = 10_000;
/** A person waits; and a call whose answer does not come is looked for in what the pipeline shows. */
const CONTROL_TIMEOUT_MS = 10_000;
/** Of calls that change something, in one account and Region. */
const CONTROL_LIMITS: CallLimits = { concurrency: 8, perSecond: Number.POSITIVE_INFINITY };
const CLIENTS_KEPT = 512;

/** Who reads: an account through the reader role, or (null) the default credentials. */
export interface Reader {
  accountId: string | null;
  region: string;
  role: AccountRole | null;
}

interface Sent {
  $metadata: { attempts?: number };
}
type Send<T> = (options: { abortSignal: AbortSignal }) => Promise<T>;

/** Answers come together: each is decoded in a turn of the event loop of its own. */
const collectInTurn: typeof streamCollector = async (stream) => {
  const bytes = await streamCollector(stream);
  await ownTurn();
  return bytes;
};

/** Everything that reads or changes AWS goes through here: credentials, clients, the queue of each account, the meter of our calls. */
export class Aws {
  readonly meter = new Meter();
  readonly #rates: boolean;
  readonly #timeoutMs: number;
  readonly #region: string;
  readonly #endpoint: string | undefined;
  readonly #handler = newHandler();
  /** Sockets of its own: reads that hang hold up no control. */
  readonly #controlHandler = newHandler();
  readonly #clients = new Map<string, ClientOf<Service>>();
  /** Gone with the session that they act by. */
  readonly #controlClients = new WeakMap<object, Map<string, ClientOf<Service>>>();
  readonly #queues = new Map<string, Queue>();
  readonly #sts: STSClient;
  readonly #s3: S3Client;
  readonly #assumed: AssumedCredentials;
  readonly #own: OwnAccount;
  readonly #limit = new CallLimit();

  /** @param endpoint of an AWS stand-in; undefined leaves the SDK's own (which reads AWS_ENDPOINT_URL itself). */
  constructor(options: {
    region: string;
    clock: Clock;
    endpoint?: string | undefined;
    /** Instead of the SDK's default chain. */
    credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
    /** False lets calls through as fast as they come: for tests in which time is virtual. */
    rates?: boolean;
    /** Calls are given up after so long at the latest, ms. */
    timeoutMs?: number;
  }) {
    this.#rates = options.rates ?? true;
    this.#timeoutMs = options.timeoutMs ?? CALL_TIMEOUT_MS;
    this.#region = options.region;
    this.#endpoint = options.endpoint;
    this.#sts = checkAnswers(
      new STSClient({ ...this.#common(options.region), ...(options.credentials ? { credentials: options.credentials } : {}) }),
    );
    this.#s3 = checkAnswers(
      new S3Client({
        ...this.#common(options.region),
        credentials: this.#sts.config.credentials,
        forcePathStyle: options.endpoint !== undefined,
        followRegionRedirects: true,
      }),
    );
    this.#assumed = new AssumedCredentials(
      () => this.#sts,
      options.clock,
      (accountId, role, priority, send) => this.#askSts('AssumeRole', accountId, role, priority, send),
    );
    this.#own = new OwnAccount(
      () => this.#sts,
      (send) => this.#askSts('GetCallerIdentity', null, null, 'read', send),
    );
  }

  /** One call as a reader. @throws AwsFailure */
  async call<S extends Service, T extends Sent>(
    reader: Reader,
    call: Call<S>,
    send: (client: ClientOf<S>, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const { accountId, region, role } = reader;
    const target = { service: call.service, operation: call.operation, accountId, region, role: role?.name ?? null };
    if (accountId !== null && role !== null) await this.#assumed.of(accountId, role, call.priority);
    else if (accountId !== null) await this.#own.require(accountId, target);
    try {
      return await this.#measured(call, target, `${call.limits.queue ?? call.operation} ${accountId ?? ''} ${region}`, (options) =>
        send(this.#client(call.service, reader), options),
      );
    } catch (error) {
      if (error instanceof AwsFailure && error.code === 'expired-credentials' && accountId !== null) this.#assumed.forget(accountId);
      throw error;
    }
  }

  /** Credentials for one action of one person, narrowed to what it does: made for it, never kept, never shared. @throws AwsFailure */
  async assumeController(session: ControllerSession): Promise<Credentials> {
    const { accountId, role } = session;
    return controllerCredentials(session, (command) =>
      this.#askSts('AssumeRole', accountId, role.name, 'control', (options) => this.#sts.send(command, options)),
    );
  }

  /**
   * One call that changes something. It is sent once: repeating it blindly could do it twice.
   * @param credentials null for the default ones
   * @throws AwsFailure whose cause tells whether AWS may have done it
   */
  async control<S extends Service, T extends Sent>(
    place: { accountId: string; region: string; role: string | null; credentials: Credentials | null },
    call: { service: S; operation: string },
    send: (client: ClientOf<S>, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const { accountId, region, role, credentials } = place;
    const target = { ...call, accountId, region, role };
    const client = this.#controlClient(call.service, region, credentials ?? this.#sts.config.credentials);
    const limited = { ...call, limits: CONTROL_LIMITS, timeoutMs: CONTROL_TIMEOUT_MS };
    return this.#measured(limited, target, `control ${accountId} ${region}`, (options) => send(client, options));
  }

  /** One S3 call with the default credentials. @throws AwsFailure */
  async s3<T extends Sent>(operation: string, send: (client: S3Client, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    const target = { service: 'S3', operation, accountId: null, region: this.#region, role: null };
    return this.#measured({ service: 'S3', operation, limits: { concurrency: 4, perSecond: 20 } }, target, 's3', (options) =>
      send(this.#s3, options),
    );
  }

  /** Ends calls that are under way and closes the sockets. */
  stop(): void {
    this.#limit.stop();
    this.#handler.destroy();
    this.#controlHandler.destroy();
  }

  #askSts<T extends Sent>(operation: string, accountId: string | null, role: string | null, priority: Priority | undefined, send: Send<T>) {
    const call = { service: 'STS', operation, limits: STS_LIMITS, timeoutMs: STS_TIMEOUT_MS, ...(priority && { priority }) };
    return this.#measured(call, { service: 'STS', operation, accountId, region: this.#region, role }, 'sts', send);
  }

  async #measured<T extends Sent>(call: Call, target: CallTarget, queue: string, send: Send<T>): Promise<T> {
    return this.#queue(queue, call.limits).run(
      async () => {
        const started = performance.now();
        const count = (attempts: number | undefined, failed: boolean) =>
          this.meter.count({
            service: call.service,
            operation: call.operation,
            attempts: attempts ?? 1,
            failed,
            metrics: call.metrics ?? 0,
            milliseconds: performance.now() - started,
          });
        try {
          // Writing a request of 500 metrics takes milliseconds, and the queue may let several go at once.
          if (call.priority !== 'control') await ownTurn();
          const answer = await this.#limit.within(Math.min(call.timeoutMs ?? CALL_TIMEOUT_MS, this.#timeoutMs), (options) =>
            // Of calls that are under way together the SDK sends but one again.
            send(options).catch((error: unknown) => (refusedForClock(error) ? send(options) : Promise.reject(error))),
          );
          count(answer.$metadata.attempts, false);
          return answer;
        } catch (error) {
          const metadata = (error as { $metadata?: { attempts?: number; httpStatusCode?: number } }).$metadata;
          // "Not modified" is an answer, not a failure.
          count(metadata?.attempts, metadata?.httpStatusCode !== 304);
          throw classifyFailure(error, target);
        }
      },
      call.weight,
      call.priority,
    );
  }

  #queue(key: string, limits: CallLimits): Queue {
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = new Queue(limits.concurrency, this.#rates ? limits.perSecond : undefined);
      this.#queues.set(key, queue);
    }
    return queue;
  }

  #client<S extends Service>(service: S, { accountId, region, role }: Reader): ClientOf<S> {
    const key = `${service} ${accountId ?? ''} ${region} ${role?.name ?? ''} ${role?.externalId ?? ''}`;
    const known = this.#clients.get(key) as ClientOf<S> | undefined;
    if (known) return known;
    const client = createClient(service, {
      ...this.#common(region),
      credentials: accountId !== null && role !== null ? () => this.#assumed.of(accountId, role) : this.#sts.config.credentials,
    });
    const oldest = this.#clients.size >= CLIENTS_KEPT ? this.#clients.keys().next().value : undefined;
    if (oldest !== undefined) this.#clients.delete(oldest);
    this.#clients.set(key, client);
    return client;
  }

  #controlClient<S extends Service>(service: S, region: string, credentials: ClientSettings['credentials']): ClientOf<S> {
    const clients = this.#controlClients.get(credentials) ?? new Map<string, ClientOf<Service>>();
    this.#controlClients.set(credentials, clients);
    const key = `${service} ${region}`;
    const client =
      (clients.get(key) as ClientOf<S> | undefined) ??
      createClient(service, { ...this.#common(region), requestHandler: this.#controlHandler, maxAttempts: 1, credentials });
    clients.set(key, client);
    return client;
  }

  #common(region: string): Omit<ClientSettings, 'credentials'> {
    return {
      region,
      requestHandler: this.#handler,
      streamCollector: collectInTurn,
      maxAttempts: 3,
      ...(this.#endpoint === undefined ? {} : { endpoint: this.#endpoint }),
    };
  }
}

function newHandler(): NodeHttpHandler {
  return new NodeHttpHandler({
    connectionTimeout: 3_000,
    requestTimeout: CALL_TIMEOUT_MS,
    // Without it the handler only warns, and a call that hangs would hold up its whole round.
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  });
}
