import type { Alarm, FailureCode } from '#lib/domain/facts.ts';
import type { Evidence, Finding, FleetSummary, Headline, Health } from '#lib/domain/health/verdict.ts';
import type { Cloud, Environment, ServiceState, Signal } from '#lib/domain/registry/registry.ts';
import type { RegistryPair } from '#lib/domain/registry/registry-confirmation.ts';
import type { RegistryLoss } from '#lib/domain/registry/registry-loss.ts';
import type { IsoTime } from './iso-time.ts';
import type {
  CellEventView,
  CellReleaseView,
  CellVersionView,
  MovingReleaseView,
  ReminderView,
  SuspectView,
  WaveNoteView,
} from './release-views.ts';

/** Times in views are ISO 8601 UTC strings; ratios are 0–1; null is unknown, never 0. */

const SOURCE_STATES = ['ok', 'stale', 'error', 'waiting'] as const;
type SourceState = (typeof SOURCE_STATES)[number];

export interface SourceFailureView {
  accountId?: string;
  region?: string;
  code: FailureCode;
  message: string;
  since: IsoTime;
}

/** One entry of the freshness bar. */
export interface SourceView {
  /** "registry", "metrics", "alarms", "pipelines", "versions", "costs", "events". */
  id: string;
  state: SourceState;
  /** Age of the oldest fact that is still counted as good; null before the first read. */
  observedAt: IsoTime | null;
  /** Accounts (or cells, or files) read well, of how many. */
  coverage: { ok: number; of: number };
  failures: readonly SourceFailureView[];
  /** Why it is read less often than asked, or what more there is to tell, in a few words. */
  note?: string;
}

export interface EvidenceView extends Omit<Evidence, 'since'> {
  since: IsoTime;
}

export interface SparkView {
  signal: Signal;
  /** 30 minutes, oldest first, at most 3 significant digits; null is a gap. */
  points: readonly (number | null)[];
}

export interface FleetCellView {
  name: string;
  accountId: string | null;
  region: string;
  cloud: Cloud;
  environment: Environment;
  wave: string | null;
  state: ServiceState;
  health: Health;
  since: IsoTime;
  evidence: readonly EvidenceView[];
  requestsPerSecond: number | null;
  errorRatio: number | null;
  latencyMs: number | null;
  saturationPercent: number | null;
  /** Of the traffic of all production cells in service. */
  trafficShare: number | null;
  spark: SparkView | null;
  /** Releases in the cell now, deploying or baking; empty else. */
  releases: readonly CellReleaseView[];
  /** The release that its sickness is put down to. */
  suspect: SuspectView | null;
}

export interface SharedItemView {
  name: string;
  accountId: string;
  region: string;
  health: Health;
  since: IsoTime;
  evidence: readonly EvidenceView[];
}

export interface FindingView extends Omit<Finding, 'since'> {
  since: IsoTime;
}

/** A registry that was read, but is not put in force before an admin confirms it: too many cells would go. */
export interface HeldRegistryView extends RegistryPair, RegistryLoss {
  since: IsoTime;
  /** True when the one in force is of the run before this one: nothing is started on it. */
  inForceOfEarlierRun: boolean;
}

/** The fleet without its cells: what the frame of every page shows. */
export type FleetOutline = Omit<FleetView, 'cells'>;

/** What the Fleet page needs. Contract of GET /api/fleet. */
export interface FleetView {
  /** Opaque: `boot-sequence`. */
  version: string;
  organization: { name: string };
  /** When the picture was judged. */
  observedAt: IsoTime;
  headline: Headline;
  findings: readonly FindingView[];
  summary: FleetSummary;
  sources: readonly SourceView[];
  /** Names of waves, in order. */
  waves: readonly string[];
  /** What is told beside the names of waves where a release is; a wave without news has none. */
  waveNotes: readonly WaveNoteView[];
  /** What is rolling out now. */
  moving: readonly MovingReleaseView[];
  /** Pauses whose end has come. */
  reminders: readonly ReminderView[];
  /** RolloutsView.version: when it changes, /api/rollouts is to be read again. Null while no pipeline is known. */
  rolloutsVersion: string | null;
  cells: readonly FleetCellView[];
  shared: readonly SharedItemView[];
  heldRegistry: HeldRegistryView | null;
  /** True until the first fill after a start: what is shown comes from the store. */
  restored: boolean;
  /** How often the metrics are read, seconds. */
  refreshSeconds: number;
}

export const CELL_RANGES = ['1h', '3h', '24h', '7d'] as const;
export type CellRange = (typeof CELL_RANGES)[number];

/** One charted series of the Cell page: values on a shared grid. */
export interface CellSeriesView {
  signal: Signal;
  unit: 'requests/s' | 'ratio' | 'ms' | '%';
  /** Null is a gap. */
  points: readonly (number | null)[];
  /** Median of the in-service peers of the wave, on the same grid; null where unknown or fewer than two peers. */
  peers: readonly (number | null)[];
  /** Drawn as a dashed line; null where there is none. */
  objective: number | null;
  /** Why it has no points, or only old ones, in words; null when it has what it should. */
  missing: string | null;
}

export interface AlarmView extends Omit<Alarm, 'since' | 'metric'> {
  since: IsoTime | null;
  votes: boolean;
  critical: boolean;
  ignored: boolean;
  consoleUrl: string | null;
}

interface HealthChangeView {
  at: IsoTime;
  from: Health | null;
  to: Health;
  /** The worst evidence's text at that time. */
  reason: string;
}

/** Contract of GET /api/cells/NAME?range=. */
export interface CellView {
  version: string;
  observedAt: IsoTime;
  cell: FleetCellView;
  facts: {
    dns: readonly string[];
    runbook: string | null;
    project: string | null;
    objectives: { availability: number; latencyMs: number; saturationPercent: number; noDataAfterMinutes: number };
  };
  range: CellRange;
  /** Start of the grid and its step. */
  start: IsoTime;
  stepSeconds: number;
  series: readonly CellSeriesView[];
  /** Periods in ALARM that touch the range, to shade, in order; `to` is null while it rings. */
  alarmPeriods: readonly { alarm: string; from: IsoTime; to: IsoTime | null }[];
  /** The worst of them. */
  alarms: readonly AlarmView[];
  /** How many there are, and in ALARM. */
  alarmCounts: { all: number; ringing: number };
  /** When the alarms were last read well, and why they are older than they should be: null when they are not. */
  alarmRead: { observedAt: IsoTime | null; problem: string | null };
  changes: readonly HealthChangeView[];
  /** Changes of health, releases and actions, newest first. */
  timeline: readonly CellEventView[];
  /** Every component here, in the registry's order. */
  versions: readonly CellVersionView[];
  /** Links into the AWS console of that account, through the access portal where one is named. */
  links: readonly { label: string; url: string }[];
  sources: readonly SourceView[];
  /** What the charts lack and why, in words; empty when they lack nothing. */
  notes: readonly string[];
  /** True while something of the charts is still being read: it is worth asking again soon. */
  pending: boolean;
}
