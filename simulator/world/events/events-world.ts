import type { Queue } from './queue.ts';

/** An event as services put it on the default bus of their account. */
export interface ServiceEvent {
  detailType: string;
  source: string;
  accountId: string;
  region: string;
  /** Epoch ms. */
  at: number;
  resources: readonly string[];
  detail: object;
}

/** What EventBridge and SQS know. */
export interface EventsWorld {
  /** Queues by ARN. */
  queues: Map<string, Queue>;
  /** Accounts that have no rule: nothing of theirs reaches the queue of events. */
  accountsWithoutRules: Set<string>;
  /** Delivers all that has happened up to now. */
  catchUp(): void;
}

/** The queue to which the rules of all accounts deliver, by way of the central bus. */
export const EVENTS_QUEUE = 'cellwatch-events';
