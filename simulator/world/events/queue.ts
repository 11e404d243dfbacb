import { createHash, randomUUID } from 'node:crypto';

/** A message as it waits in a queue. Times are epoch ms. */
interface Waiting {
  id: string;
  body: string;
  sentAt: number;
  visibleAt: number;
  receivedFirstAt: number | null;
  receiveCount: number;
}

/** A message as a consumer gets it. */
export interface Received extends Waiting {
  receiptHandle: string;
}

/** More than this in flight are refused. Source: quotas of Amazon SQS, standard queues. */
export const IN_FLIGHT_AT_MOST = 120_000;

export interface QueueSettings {
  name: string;
  accountId: string;
  region: string;
  /** How long a received message is hidden, s. */
  visibilitySeconds: number;
  /** How long a message is kept, s. */
  retentionSeconds: number;
  /** After so many receives a message goes to another queue; null for never. */
  redrive: { to: Queue; maxReceiveCount: number } | null;
}

/** A standard queue: at least once, in about the order of sending. */
export class Queue {
  readonly settings: QueueSettings;
  readonly createdAt: number;
  readonly #clock: { now(): number };
  readonly #messages = new Map<string, Waiting>();

  constructor(settings: QueueSettings, clock: { now(): number }) {
    this.settings = settings;
    this.#clock = clock;
    this.createdAt = clock.now();
  }

  get arn(): string {
    const { name, accountId, region } = this.settings;
    return `arn:aws:sqs:${region}:${accountId}:${name}`;
  }

  /** @returns the message's id */
  send(body: string, delaySeconds = 0): string {
    const now = this.#clock.now();
    this.#forgetOld(now);
    const id = randomUUID();
    const visibleAt = now + delaySeconds * 1000;
    this.#messages.set(id, { id, body, sentAt: now, visibleAt, receivedFirstAt: null, receiveCount: 0 });
    return id;
  }

  /** Visible messages, hidden from now on. */
  receive(most: number, visibilitySeconds = this.settings.visibilitySeconds): Received[] {
    const now = this.#clock.now();
    this.#forgetOld(now);
    const { redrive } = this.settings;
    const found: Received[] = [];
    for (const message of this.#messages.values()) {
      if (found.length >= most) break;
      if (message.visibleAt > now) continue;
      if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
        this.#messages.delete(message.id);
        redrive.to.send(message.body);
        continue;
      }
      message.receiveCount++;
      message.receivedFirstAt ??= now;
      message.visibleAt = now + visibilitySeconds * 1000;
      found.push({ ...message, receiptHandle: handleOf(message) });
    }
    return found;
  }

  /** False for a handle that was never given out. That of an earlier receive does nothing, as on AWS. */
  delete(receiptHandle: string): boolean {
    const named = readHandle(receiptHandle);
    if (!named) return false;
    if (this.#messages.get(named.id)?.receiveCount === named.receiveCount) this.#messages.delete(named.id);
    return true;
  }

  /** Hides a message for so long from now on. */
  changeVisibility(receiptHandle: string, seconds: number): 'changed' | 'not in flight' | 'invalid' {
    const named = readHandle(receiptHandle);
    if (!named) return 'invalid';
    const message = this.#messages.get(named.id);
    const now = this.#clock.now();
    if (!message || message.receiveCount !== named.receiveCount || message.visibleAt <= now) return 'not in flight';
    message.visibleAt = now + seconds * 1000;
    return 'changed';
  }

  purge(): void {
    this.#messages.clear();
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#clock.now();
    this.#forgetOld(now);
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const { visibleAt, receiveCount } of this.#messages.values()) {
      if (visibleAt <= now) counts.visible++;
      else if (receiveCount > 0) counts.inFlight++;
      else counts.delayed++;
    }
    return counts;
  }

  #forgetOld(now: number): void {
    for (const { id, sentAt } of this.#messages.values()) {
      if (sentAt + this.settings.retentionSeconds * 1000 > now) return;
      this.#messages.delete(id);
    }
  }
}

function handleOf({ id, receiveCount }: Waiting): string {
  const text = `${id} ${receiveCount}`;
  return Buffer.from(`${text} ${signature(text)}`).toString('base64');
}

function readHandle(handle: string): { id: string; receiveCount: number } | null {
  const [id = '', count = '', signed] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  return signed === signature(`${id} ${count}`) ? { id, receiveCount: Number(count) } : null;
}

function signature(text: string): string {
  return createHash('sha256').update(`receipt ${text}`).digest('hex').slice(0, 16);
}
