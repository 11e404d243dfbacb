import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Clock } from '#lib/clock.ts';
import { AwsFailure, type CallTarget, classifyFailure } from './classify-failure.ts';
import { AssumedCredentials, type ReaderRole } from './credentials.ts';
import { Meter } from './meter.ts';
import { OwnAccount } from './own-account.ts';
import { Queue } from './queue.ts';

const CALL_TIMEOUT_MS = 30_000;
/** More than calls that hang may hold, so that the others still find one. */
const MAX_SOCKETS = 256;
/** STS answers within a second; one account whose call hangs must not keep the others from theirs. */
const STS_CONCURRENCY = 64;
const STS_TIMEOUT_MS = 10_000;
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
  /** Given up after so long, retries included; 30 s unless told. */
  timeoutMs?: number;
}

interface Sent {
  $metadata: { attempts?: number };
}
type Send<T> = (options: { abortSignal: AbortSignal }) => Promise<T>;

/** Everything that reads AWS goes through here: credentials, clients, the queue of each account, the meter of our calls. */
export class Aws {
  readonly meter = new Meter();
  readonly #region: string;
  readonly #endpoint: string | undefined;
  readonly #handler = new NodeHttpHandler({
    connectionTimeout: 3_000,
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
  readonly #own: OwnAccount;
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
    const sts = <T extends Sent>(operation: string, accountId: string | null, role: string | null, send: Send<T>) =>
      this.#measured(
        {
          service: 'STS',
          operation,
          limits: { concurrency: STS_CONCURRENCY, perSecond: 200 },
          timeoutMs: STS_TIMEOUT_MS,
        },
        { service: 'STS', operation, accountId, region: this.#region, role },
        'sts',
        send,
      );
    this.#assumed = new AssumedCredentials(
      () => this.#sts,
      options.clock,
      (accountId, role, send) => sts('AssumeRole', accountId, role, send),
    );
    this.#own = new OwnAccount(
      () => this.#sts,
      (send) => sts('GetCallerIdentity', null, null, send),
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
    else if (accountId !== null) await this.#own.require(accountId, target);
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

  async #measured<T extends Sent>(call: Call, target: CallTarget, queue: string, send: Send<T>): Promise<T> {
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
        const abortSignal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(call.timeoutMs ?? CALL_TIMEOUT_MS)]);
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
      maxAttempts: 3,
      ...(this.#endpoint === undefined ? {} : { endpoint: this.#endpoint }),
    };
  }
}
