import type { Priority } from './queue.ts';

/** Limits of a kind of call within one account and Region. */
export interface CallLimits {
  /** Name of the queue, for operations that share one; each operation has its own unless told. */
  queue?: string;
  concurrency: number;
  /** Calls (or, with a weight, units) a second. */
  perSecond: number;
}

/** One call: what it is, for the queue, the meter and the words of a failure. */
export interface Call<S extends string = string> {
  service: S;
  operation: string;
  limits: CallLimits;
  /** Units of the rate that this call takes; 1 unless told. */
  weight?: number;
  /** Metrics requested, for the price. */
  metrics?: number;
  /** Given up after so long, retries included; 30 s unless told. */
  timeoutMs?: number;
  /** `read` unless told. */
  priority?: Priority;
}

/** Calls of CodePipeline in one account and Region stand in one queue. AWS tells no rates; pollers of 160 pipelines were throttled. */
export const PIPELINE_LIMITS: CallLimits = { queue: 'CodePipeline', concurrency: 6, perSecond: 15 };
