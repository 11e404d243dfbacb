/** The cell registry after parsing: every default filled in, every name checked. Source: the registry JSON (docs/registry.md). */

export const SIGNALS = ['requests', 'errors', 'latency', 'saturation'] as const;
/** One golden signal of a cell. requests and errors are counts a minute, latency is milliseconds, saturation is percent. */
export type Signal = (typeof SIGNALS)[number];

export const ENVIRONMENTS = ['production', 'pre-production', 'developer'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const SERVICE_STATES = ['in-service', 'drained', 'building'] as const;
/** Whether a cell takes customer traffic. Cells not in service are judged, but not counted. */
export type ServiceState = (typeof SERVICE_STATES)[number];

export const CLOUDS = ['aws', 'gcp'] as const;
export type Cloud = (typeof CLOUDS)[number];

export const WHEN_MISSING = ['no-data', 'zero', 'ignore'] as const;
/** How a minute without a point reads: unknown, zero (while requests has a point), or no minute at all (latency at zero requests). */
export type WhenMissing = (typeof WHEN_MISSING)[number];

/** A CloudWatch metric that carries one signal. `{cell}` in a dimension's value stands for the cell's name. */
export interface SignalDefinition {
  namespace: string;
  metric: string;
  /** Sum, Maximum, Average, Minimum, SampleCount or a percentile such as p99. */
  statistic: string;
  unit: string | null;
  dimensions: Readonly<Record<string, string>>;
  whenMissing: WhenMissing;
}

export interface Objectives {
  /** Ratio of good requests, 0–1, for example 0.999. */
  availability: number;
  latencyMs: number;
  saturationPercent: number;
  /** Minutes before the fetch after which an expected signal without a point is missing. */
  noDataAfterMinutes: number;
}

export interface Cell {
  name: string;
  /** 12 digits; null for cells outside AWS. */
  accountId: string | null;
  region: string;
  cloud: Cloud;
  /** The project of a Google Cloud cell. */
  project: string | null;
  environment: Environment;
  /** Null only for developer cells. */
  wave: string | null;
  state: ServiceState;
  dns: readonly string[];
  runbook: string | null;
  objectives: Objectives;
  costTag: string | null;
  accountIdsBefore: readonly string[];
}

interface Wave {
  name: string;
  bakeMinutes: number;
}

/** Something that all cells hang on: the routing layer, DNS. */
export interface SharedItem {
  name: string;
  accountId: string;
  region: string;
  objectives: Objectives;
  signals: Readonly<Partial<Record<Signal, SignalDefinition>>>;
}

interface Component {
  name: string;
  pipeline: { name: string; accountId: string; region: string };
  /** Stage name → the cells it deploys to, where the deploy action's role does not tell. */
  stages: Readonly<Record<string, readonly string[]>>;
  /** Which stack in a cell's account tells the version that runs there, and which of its parameters or tags. `{cell}` in a stack's name stands for the cell's. */
  version?: { stack?: string | undefined; parameter?: string | undefined; tag?: string | undefined } | undefined;
}

export interface Registry {
  organization: {
    name: string;
    managementAccountId: string | null;
    monitoringAccountId: string | null;
    accessPortal: string | null;
    portalRole: string | null;
    /** The cost allocation tag that names components; null where there is none. */
    componentTag: string | null;
  };
  /** Null: no roles are assumed, the default credentials read everything. */
  roles: { reader: string | null; controller: string | null; costs: string | null; externalId: string | null };
  metrics: {
    from: 'monitoring-account' | 'cell-accounts';
    periodSeconds: 60;
    signals: Readonly<Partial<Record<Signal, SignalDefinition>>>;
  };
  /** Glob patterns of alarm names. */
  alarms: { critical: readonly string[]; ignore: readonly string[] };
  waves: readonly Wave[];
  cells: readonly Cell[];
  shared: readonly SharedItem[];
  components: readonly Component[];
}
