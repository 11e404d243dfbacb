import type { CellWorld } from './cell-world.ts';
import type { CostsWorld } from './costs/costs-world.ts';
import type { EventsWorld } from './events/events-world.ts';
import type { PipelinesWorld } from './pipelines/pipelines-world.ts';
import type { ReleasesWorld } from './release-types.ts';

export type { CellWorld };

/**
 * The seam between the wire (simulator/wire, simulator/services) and the world (simulator/world).
 * The wire decodes requests, checks signatures, permissions and limits; the world knows what is true.
 * Times are epoch ms unless a name says otherwise.
 */

export interface Clock {
  now(): number;
}

export interface AccountWorld {
  id: string;
  name: string;
  email: string;
  /** Organizations.ListAccounts State. */
  state: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
  joinedAt: number;
  /** Roles by name. */
  roles: ReadonlyMap<string, RoleWorld>;
}

export interface RoleWorld {
  name: string;
  arn: string;
  /** Accounts whose principals may assume it. */
  trustedAccountIds: readonly string[];
  /** sts:ExternalId that the caller must present; null when none is asked for. */
  externalId: string | null;
  /** Allowed actions and the resources they are allowed on ("*" or ARN patterns). */
  statements: readonly { effect: 'Allow' | 'Deny'; actions: readonly string[]; resources: readonly string[] }[];
}

/** What identifies a metric within an account and Region. */
export interface MetricKey {
  namespace: string;
  name: string;
  /** Sorted by name. */
  dimensions: readonly { name: string; value: string }[];
}

/** Points newest last; timestamps are starts of periods. */
export interface MetricPoints {
  timestamps: number[];
  values: number[];
}

export interface MetricsWorld {
  /** Metrics that reported in the last 14 days in that account and Region. */
  list(accountId: string, region: string): readonly MetricKey[];
  /** Null when no such metric was ever reported there. `end` is exclusive; both are multiples of the period. Applies AWS's retention (60 s: 15 days; 300 s: 63 days; 3,600 s: 455 days). */
  points(
    accountId: string,
    region: string,
    key: MetricKey,
    statistic: string,
    periodSeconds: number,
    start: number,
    end: number,
  ): MetricPoints | null;
  /** Stores data put by PutMetricData; merges with computed points. */
  put(accountId: string, region: string, namespace: string, data: readonly PutDatum[]): void;
}

export interface PutDatum {
  name: string;
  dimensions: readonly { name: string; value: string }[];
  timestamp: number;
  unit: string | null;
  values: readonly number[];
  counts: readonly number[];
  /** StatisticValues: already summed up by the sender, instead of values. */
  statistics?: { sampleCount: number; sum: number; minimum: number; maximum: number };
}

export interface AlarmWorld {
  name: string;
  arn: string;
  description: string | null;
  kind: 'metric' | 'composite';
  actionsEnabled: boolean;
  okActions: readonly string[];
  alarmActions: readonly string[];
  insufficientDataActions: readonly string[];
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  stateReason: string;
  stateReasonData: string | null;
  stateUpdatedAt: number;
  stateTransitionedAt: number;
  configurationUpdatedAt: number;
  evaluationState: 'PARTIAL_DATA' | 'EVALUATION_ERROR' | 'EVALUATION_FAILURE' | null;
  metric: null | {
    key: MetricKey;
    /** The account whose metric it watches; null for the alarm's own. */
    accountId: string | null;
    statistic: string | null;
    extendedStatistic: string | null;
    periodSeconds: number;
    evaluationPeriods: number;
    datapointsToAlarm: number | null;
    threshold: number;
    comparisonOperator: string;
    treatMissingData: 'missing' | 'breaching' | 'notBreaching' | 'ignore';
    unit: string | null;
  };
  composite: null | {
    rule: string;
    actionsSuppressor: string | null;
    actionsSuppressedBy: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod' | null;
  };
}

/** The parts of an alarm that PutMetricAlarm and PutCompositeAlarm set. */
export type AlarmDefinition = Omit<
  AlarmWorld,
  | 'arn'
  | 'state'
  | 'stateReason'
  | 'stateReasonData'
  | 'stateUpdatedAt'
  | 'stateTransitionedAt'
  | 'configurationUpdatedAt'
  | 'evaluationState'
>;

export interface AlarmHistoryItem {
  alarmName: string;
  kind: 'metric' | 'composite';
  at: number;
  type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  summary: string;
  data: string;
}

export interface AlarmsWorld {
  /** Evaluated up to now, sorted by name. */
  describe(accountId: string, region: string): readonly AlarmWorld[];
  put(accountId: string, region: string, definition: AlarmDefinition): void;
  /** Throws nothing; false when there is no such alarm. The next evaluation may change it back, as on AWS. */
  setState(accountId: string, region: string, name: string, state: AlarmWorld['state'], reason: string, reasonData: string | null): boolean;
  /** Newest first. */
  history(accountId: string, region: string): readonly AlarmHistoryItem[];
}

export const INCIDENT_KINDS = ['errors', 'latency', 'traffic-loss', 'silence'] as const;
export interface Incident {
  id: string;
  cell: string;
  kind: (typeof INCIDENT_KINDS)[number];
  /** 0–1. */
  severity: number;
  startedAt: number;
  endedAt: number | null;
}

export interface StoredObject {
  body: Uint8Array;
  etag: string;
  lastModified: number;
  contentType: string | null;
}

export interface BucketWorld {
  name: string;
  accountId: string;
  region: string;
  createdAt: number;
  objects: Map<string, StoredObject>;
}

export interface World {
  seed: number;
  clock: Clock;
  organization: { id: string; name: string; managementAccountId: string; monitoringAccountId: string; toolingAccountId: string };
  accounts: ReadonlyMap<string, AccountWorld>;
  cells: readonly CellWorld[];
  /** Accounts linked to the monitoring account's OAM sink, a Region each. */
  links(region: string): readonly { accountId: string; label: string; arn: string; linkArn: string }[];
  /** The monitoring account's sink in a Region; null when there is none. */
  sink(region: string): { arn: string; id: string; name: string } | null;
  regions: readonly string[];
  buckets: Map<string, BucketWorld>;
  metrics: MetricsWorld;
  alarms: AlarmsWorld;
  incidents: {
    list(): readonly Incident[];
    /** Throws RangeError for an unknown cell or a severity outside 0–1. */
    start(incident: { cell: string; kind: Incident['kind']; severity?: number }): Incident;
    /** Ends one, or all without an id; answers how many. */
    end(id?: string): number;
  };
  releases: ReleasesWorld;
  pipelines: PipelinesWorld;
  events: EventsWorld;
  costs: CostsWorld;
}

export interface WorldOptions {
  cells: number;
  seed: number;
  clock: Clock;
  /** How much faster than metrics pipelines and bakes run; 10 unless told. */
  pace?: number;
  /** No bake is shorter, ms; unless told, long enough for the alarms to see a bad release. */
  leastBakeMs?: number;
  /** Components with a pipeline of their own, the pipeline of pipelines among them; at least 5, which is the default. */
  components?: number;
  /** True for a world that releases nothing by itself. */
  quiet?: boolean;
}

/** The bucket and key at which the simulator publishes the registry of its world. */
export const REGISTRY_BUCKET = 'orbit-cellwatch';
export const REGISTRY_KEY = 'registry.json';
