import type { Aws, Reader } from '#lib/aws/aws.ts';
import type { Clock } from '#lib/clock.ts';
import type { Log } from '#lib/log.ts';
import { deleteMessages } from '#lib/sources/events/delete-messages.ts';
import { type CloudEvent, parseEvent } from '#lib/sources/events/parse-event.ts';
import { queueReader } from '#lib/sources/events/queue-reader.ts';
import { type QueueMessage, receiveMessages } from '#lib/sources/events/receive-messages.ts';
import type { SourceView } from '#lib/views/fleet-view.ts';
import type { AlarmTargets } from '../alarm-targets.ts';
import type { PipelineTargets } from '../pipelines/pipeline-targets.ts';
import { type EventCounts, NO_EVENTS } from './event-counts.ts';
import { eventsSource } from './events-source.ts';
import { Proofs } from './proofs.ts';
import { QueueTrust } from './queue-trust.ts';

const WAIT_SECONDS = 20;
const BATCH = 10;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A message that failed so often is given up: it would come again for ever. */
const TRIES = 5;
/** AWS can't tell of what comes later than the message that tells it. */
const AHEAD_AT_MOST_MS = 60_000;
/** Lines about messages that are not understood, in a minute. */
const TOLD_A_MINUTE = 5;

export interface EventKeeperOptions {
  aws: Aws;
  clock: Clock;
  log: Log;
  queueUrl: string;
  home: string;
  targets: AlarmTargets;
  pipelines: PipelineTargets;
  /** Told when what is known has changed. */
  onChange: () => void;
  /** Told when the queue can't be relied on any more. */
  onDistrust: () => void;
}

/**
 * Reads the queue of events and hands on what they tell. A message is deleted once it was applied, never before: what fails comes
 * again. Where events come through, alarms and pipelines at rest are read seldom; where they do not, as if there were none.
 */
export class EventKeeper {
  readonly #options: EventKeeperOptions;
  readonly #reader: Reader;
  readonly #trust: QueueTrust;
  readonly #proofs = new Proofs();
  readonly #startedAt: number;
  #counts: EventCounts = NO_EVENTS;
  #trusted = false;
  /** Raised by each stop: what was received for an earlier one is left to whoever reads now. */
  #generation = 0;
  #running = false;
  #told = { since: Number.NEGATIVE_INFINITY, lines: 0 };
  #pause: { timer: NodeJS.Timeout; over: () => void } | null = null;

  /** Null without a queue. */
  static of({ queueUrl, ...options }: Omit<EventKeeperOptions, 'queueUrl'> & { queueUrl: string | undefined }): EventKeeper | null {
    return queueUrl === undefined ? null : new EventKeeper({ ...options, queueUrl });
  }

  constructor(options: EventKeeperOptions) {
    this.#options = options;
    this.#reader = queueReader(options.queueUrl, options.home);
    this.#trust = new QueueTrust(this.#reader.region);
    this.#startedAt = options.clock.now();
  }

  get counts(): EventCounts {
    return this.#counts;
  }

  /** True where events come through: what they do not tell has not happened. */
  proven(place: { accountId: string | null; region: string }): boolean {
    const now = this.#options.clock.now();
    return this.#trust.trusted(now) && this.#proofs.proven(place, now);
  }

  /** Reads the queue again and again, until stopped. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run(this.#generation);
  }

  stop(): void {
    this.#generation++;
    this.#running = false;
    this.#pause?.over();
  }

  /**
   * Receives once, applies and deletes. Never throws: failures are marked.
   * @param waitSeconds how long to wait for the first message
   * @returns how many messages came
   */
  async receive(waitSeconds: number): Promise<number> {
    const { aws, clock, queueUrl } = this.#options;
    const generation = this.#generation;
    let count = 0;
    try {
      const messages = await receiveMessages(aws, this.#reader, queueUrl, waitSeconds);
      if (generation !== this.#generation) return 0;
      count = messages.length;
      const before = this.#counts;
      const done = messages.filter((message) => this.#take(message));
      if (this.#counts.applied > before.applied) this.#options.onChange();
      await deleteMessages(
        aws,
        this.#reader,
        queueUrl,
        done.map(({ receiptHandle }) => receiptHandle),
      );
      const sent = messages.flatMap(({ sentAt }) => sentAt ?? []);
      this.#trust.succeeded(clock.now(), count === BATCH && sent.length > 0 ? Math.min(...sent) : null);
    } catch (error) {
      if (generation === this.#generation) this.#trust.failed(clock.now(), error);
    }
    this.#watchTrust();
    return count;
  }

  /** The entry of the freshness bar. */
  source(): SourceView {
    const { clock, targets, pipelines } = this.#options;
    const places = [...targets.all.map(({ reader }) => reader), ...pipelines.places];
    return eventsSource(
      { trust: this.#trust, proofs: this.#proofs, counts: this.#counts, places, startedAt: this.#startedAt },
      clock.now(),
    );
  }

  async #run(generation: number): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (generation === this.#generation) {
      await this.receive(WAIT_SECONDS);
      if (this.#trust.read.failure === null) {
        pauseMs = FIRST_PAUSE_MS;
        continue;
      }
      if (generation !== this.#generation) return;
      await this.#wait(pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#pause = null;
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.#pause = { timer, over };
    });
  }

  /** True when the message is done with and may be deleted. */
  #take(message: QueueMessage): boolean {
    try {
      const event = parseEvent(message.body);
      const refused = typeof event === 'string' ? event : comesFromTheFuture(event, message);
      if (typeof event === 'string' || refused !== null) this.#refuse(message, String(refused));
      else this.#count(this.#apply(event));
      return true;
    } catch (error) {
      if (message.receiveCount < TRIES) return false;
      this.#refuse(message, `applying it failed ${message.receiveCount} times: ${String(error)}`);
      return true;
    }
  }

  #apply(event: CloudEvent): keyof EventCounts {
    const { targets, pipelines, clock } = this.#options;
    const { accountId, region } = event;
    const now = clock.now();
    if (!targets.has(accountId, region) && !pipelines.has(accountId, region)) return 'unknown';
    this.#proofs.note(event, now);
    switch (event.kind) {
      case 'alarm': {
        const became = targets.apply(event, event, now);
        return became === 'changed' ? 'applied' : became === 'known' ? 'known' : 'unknown';
      }
      case 'pipeline':
        return pipelines.nudge(event) ? 'applied' : 'unknown';
      case 'other':
        return 'known';
    }
  }

  #count(what: keyof EventCounts): void {
    this.#counts = { ...this.#counts, [what]: this.#counts[what] + 1 };
  }

  #refuse({ id, body }: QueueMessage, why: string): void {
    this.#count('refused');
    const now = performance.now();
    if (now - this.#told.since > 60_000) this.#told = { since: now, lines: 0 };
    if (++this.#told.lines > TOLD_A_MINUTE) return;
    this.#options.log.warn('a message of the events queue was not understood, and deleted', { id, why, beginning: body.slice(0, 200) });
  }

  #watchTrust(): void {
    const trusted = this.#trust.trusted(this.#options.clock.now());
    if (trusted === this.#trusted) return;
    this.#trusted = trusted;
    if (!trusted) this.#options.onDistrust();
  }
}

function comesFromTheFuture(event: CloudEvent, { sentAt }: QueueMessage): string | null {
  if (event.kind !== 'alarm' || sentAt === null || event.toldAt - sentAt <= AHEAD_AT_MOST_MS) return null;
  return `it tells of ${new Date(event.toldAt).toISOString()}, but was sent before`;
}
