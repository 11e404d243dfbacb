import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import type { Clock } from '#lib/clock.ts';
import { ownTurn } from '#lib/turns.ts';
import { AwsFailure, type CallTarget, classifyFailure } from './classify-failure.ts';
import { AssumedCredentials, type ReaderRole } from './credentials.ts';
import { Meter } from './meter.ts';
import { Queue } from './queue.ts';

const CALL_TIMEOUT_MS = 30_000;
const MAX_SOCKETS = 64;
const ASSUME_ROLE_CONCURRENCY = 16;
const CLIENTS_KEPT = 512;

/** Who reads: an account through the reader role, or (null) the default credentials. */
export interface Reader {
  accountId: string | null;
  region: string;
  role: ReaderRole | null;
}

/** Limits of a kind of call within one account and Region. */
export interface CallLimits {
  concurrency: number;
  /** Calls (or, with a weight, units) a second. */
  perSecond: number;
}

/** One call: what it is, for the queue, the meter and the words of a failure. */
export interface Call {
  service: string;
  operation: string;
  limits: CallLimits;
  /** Units of the rate that this call takes; 1 unless told. */
  weight?: number;
  /** Metrics requested, for the price. */
  metrics?: number;
}

interface Sent {
  $metadata: { attempts?: number };
}

/** Answers come together: each is decoded in a turn of the event loop of its own. */
const collectInTurn: typeof streamCollector = async (stream) => {
  const bytes = await streamCollector(stream);
  await ownTurn();
  return bytes;
};

/** Everything that reads AWS goes through here: credentials, clients, the queue of each account, the meter of our calls. */
export class Aws {
  readonly meter = new Meter();
  readonly #region: string;
  readonly #endpoint: string | undefined;
  readonly #handler = new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: CALL_TIMEOUT_MS,
    // Without it the handler only warns, and a call that hangs would hold up its whole round.
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  });
  readonly #clients = new Map<string, CloudWatchClient>();
  readonly #queues = new Map<string, Queue>();
  readonly #sts: STSClient;
  readonly #s3: S3Client;
  readonly #assumed: AssumedCredentials;
  readonly #stopping = new AbortController();

  /** @param endpoint of an AWS stand-in; undefined leaves the SDK's own (which reads AWS_ENDPOINT_URL itself). */
  constructor(options: {
    region: string;
    clock: Clock;
    endpoint?: string | undefined;
    /** Instead of the SDK's default chain. */
    credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
  }) {
    this.#region = options.region;
    this.#endpoint = options.endpoint;
    this.#sts = new STSClient({ ...this.#common(options.region), ...(options.credentials ? { credentials: options.credentials } : {}) });
    this.#s3 = new S3Client({
      ...this.#common(options.region),
      credentials: this.#sts.config.credentials,
      forcePathStyle: options.endpoint !== undefined,
      followRegionRedirects: true,
    });
    this.#assumed = new AssumedCredentials(
      () => this.#sts,
      options.clock,
      (accountId, role, send) =>
        this.#measured(
          { service: 'STS', operation: 'AssumeRole', limits: { concurrency: ASSUME_ROLE_CONCURRENCY, perSecond: 200 } },
          { service: 'STS', operation: 'AssumeRole', accountId, region: this.#region, role },
          'sts',
          send,
        ),
    );
  }

  /** One CloudWatch call as a reader. @throws AwsFailure */
  async cloudWatch<T extends Sent>(
    reader: Reader,
    call: Call,
    send: (client: CloudWatchClient, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const { accountId, region, role } = reader;
    const target = { service: call.service, operation: call.operation, accountId, region, role: role?.name ?? null };
    if (accountId !== null && role !== null) await this.#assumed.of(accountId, role);
    try {
      return await this.#measured(call, target, `${call.operation} ${accountId ?? ''} ${region}`, (options) =>
        send(this.#cloudWatchClient(reader), options),
      );
    } catch (error) {
      if (error instanceof AwsFailure && error.code === 'expired-credentials' && accountId !== null) this.#assumed.forget(accountId);
      throw error;
    }
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
    this.#stopping.abort();
    this.#handler.destroy();
  }

  async #measured<T extends Sent>(
    call: Call,
    target: CallTarget,
    queue: string,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    return this.#queue(queue, call.limits).run(async () => {
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
        const abortSignal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
        // Writing a request of 500 metrics takes milliseconds, and the queue may let several go at once.
        await ownTurn();
        const answer = await send({ abortSignal });
        count(answer.$metadata.attempts, false);
        return answer;
      } catch (error) {
        const metadata = (error as { $metadata?: { attempts?: number; httpStatusCode?: number } }).$metadata;
        // "Not modified" is an answer, not a failure.
        count(metadata?.attempts, metadata?.httpStatusCode !== 304);
        throw classifyFailure(error, target);
      }
    }, call.weight);
  }

  #queue(key: string, limits: CallLimits): Queue {
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = new Queue(limits.concurrency, limits.perSecond);
      this.#queues.set(key, queue);
    }
    return queue;
  }

  #cloudWatchClient(reader: Reader): CloudWatchClient {
    const { accountId, region, role } = reader;
    const key = `${accountId ?? ''} ${region} ${role?.name ?? ''} ${role?.externalId ?? ''}`;
    const known = this.#clients.get(key);
    if (known) return known;
    const client = new CloudWatchClient({
      ...this.#common(region),
      credentials: accountId !== null && role !== null ? () => this.#assumed.of(accountId, role) : this.#sts.config.credentials,
    });
    // It would copy every input and answer for a log that nobody reads: a quarter of what a large answer costs.
    client.middlewareStack.remove('loggerMiddleware');
    // A client is cheap to make (0.1 ms) and holds no sockets of its own: the oldest may go.
    const oldest = this.#clients.size >= CLIENTS_KEPT ? this.#clients.keys().next().value : undefined;
    if (oldest !== undefined) this.#clients.delete(oldest);
    this.#clients.set(key, client);
    return client;
  }

  #common(region: string) {
    return {
      region,
      requestHandler: this.#handler,
      streamCollector: collectInTurn,
      maxAttempts: 3,
      ...(this.#endpoint === undefined ? {} : { endpoint: this.#endpoint }),
    };
  }
}
