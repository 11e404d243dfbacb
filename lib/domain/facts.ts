import type { Signal } from './registry/registry.ts';
import type { Series } from './series.ts';

export const FAILURE_CODES = [
  'access-denied',
  'throttled',
  'timeout',
  'unreachable',
  'expired-credentials',
  'wrong-clock',
  'invalid-response',
  'not-found',
  'service-error',
  'held-back',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Why a read did not succeed, attributed to the account and Region it hit. */
export interface Failure {
  code: FailureCode;
  /** For a person: what is wrong and what to do. */
  message: string;
  accountId: string | null;
  region: string | null;
  /** Epoch ms of the first failure in the present unbroken run. */
  since: number;
}

/** What is known about the reading of a fact: a failed call never clears it, it marks it. */
export interface ReadState {
  /** Epoch ms of the last successful read; null before the first. */
  observedAt: number | null;
  /** The interval at which the read is repeated, ms. Older than three of these is stale. */
  intervalMs: number;
  failure: Failure | null;
}

export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** One CloudWatch alarm. Source: DescribeAlarms (metric and composite). */
export interface Alarm {
  name: string;
  arn: string;
  kind: 'metric' | 'composite';
  state: AlarmState;
  /** StateTransitionedTimestamp, epoch ms; null if AWS gave none. */
  since: number | null;
  reason: string;
  /** EvaluationState; null when evaluation is whole. PARTIAL_DATA, EVALUATION_ERROR and EVALUATION_FAILURE are unknown, never green. */
  evaluation: 'PARTIAL_DATA' | 'EVALUATION_ERROR' | 'EVALUATION_FAILURE' | null;
  /** True when it is in ALARM state but its actions do not run: actions disabled, suppressed or under a mute rule. */
  muted: boolean;
  /** True when its actions are disabled, whatever its state. */
  actionsDisabled?: boolean;
  /** ARNs run on ALARM. */
  actions: readonly string[];
  /** Names of the alarms a composite's rule refers to. */
  children: readonly string[];
  /** Which metric it watches: used to map alarms of the monitoring account to cells. */
  metric: { namespace: string; name: string; dimensions: Readonly<Record<string, string>>; accountId: string | null } | null;
  threshold: number | null;
  /** True when it names none of the several cells in its account and Region: each of them shows it. */
  inAccount?: boolean;
}

/** One past change of an alarm's state. Source: DescribeAlarmHistory. */
export interface AlarmChange {
  /** Name of the alarm. */
  alarm: string;
  /** Epoch ms. */
  at: number;
  /** Null where AWS does not tell what it was before. */
  from: AlarmState | null;
  to: AlarmState;
}

/** All that has been read about one cell (or one shared item). */
export interface CellFacts {
  /** Minute points; at least 6 h 15 min of requests and errors, 3 h of latency and saturation. */
  minutes: Partial<Record<Signal, Series>>;
  /** Hourly sums of 8 days. */
  hours: Partial<Record<'requests' | 'errors', Series>>;
  /** State of the metric read of this cell, a signal each. */
  metricReads: Partial<Record<Signal, ReadState>>;
  alarms: readonly Alarm[];
  alarmRead: ReadState;
}
