import type { Signal } from '../registry/registry.ts';

export const HEALTH_STATES = ['healthy', 'degraded', 'no-data', 'critical'] as const;
/** In rising order of badness: healthy < degraded < no-data < critical. */
export type Health = (typeof HEALTH_STATES)[number];

const EVIDENCE_KINDS = [
  'error-budget',
  'latency',
  'saturation',
  'alarm',
  'traffic-lost',
  'went-silent',
  'out-of-line',
  'missing',
  'release',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** One reason for a health state. */
export interface Evidence {
  kind: EvidenceKind;
  /** What this evidence alone makes of the cell. */
  health: Exclude<Health, 'healthy'>;
  /** A few words for the tile: "errors 20.1 %", "3 alarms", "no data 6 min". No cell name, no duration of sickness. */
  text: string;
  /** A whole sentence for the Cell page, with figures, objective, and what to do where that is known. */
  detail: string;
  /** The signal that decided, for the tile's sparkline. */
  signal: Signal | null;
  /** Epoch ms at which this evidence began, as near as the facts tell. */
  since: number;
  /** True for evidence that is told but does not vote (children of a composite alarm, alarms without actions). */
  informs: boolean;
  /** True when its rule no longer votes, but three good minutes have not passed yet. */
  held?: boolean;
  /** True when reading failed: it tells of Cellwatch's sight, not of the cell. */
  unread?: boolean;
}

/** When a sickness began, and how bad it has been since. */
export interface Onset {
  /** Epoch ms. */
  at: number;
  worst: Health;
}

/** What the rules must remember from one assessment to the next. Plain JSON, so that the store can keep it. */
export interface HealthMemory {
  /** Consecutive good minutes seen while the shown health was worse; better states need 3. */
  goodMinutes: number;
  /** Index of the last minute judged; -1 while the first reads are awaited. */
  lastMinute: number;
  /** The traffic baseline, frozen at onset. */
  baseline: { onset: number; perMinute: number } | null;
  /** Start of each evidence that stands, epoch ms, by a rule's own key. */
  since: Readonly<Record<string, number>>;
  /** Of the present sickness; null (or left out) while the cell is well or could never be read. */
  onset?: Onset | null;
  /** While reads fail or are old: how the cell stood when it could last be read; null when it never could. */
  seen?: SeenBefore | null;
}

/** What an interruption of our own sight leaves as it was. */
export interface SeenBefore extends Pick<HealthMemory, 'goodMinutes' | 'lastMinute'> {
  health: Health;
  evidence: readonly Evidence[];
}

/** The judgement of one cell or shared item. */
export interface CellVerdict {
  health: Health;
  /** Epoch ms since which the cell has this health. */
  since: number;
  /** Worst first; informing evidence last. */
  evidence: readonly Evidence[];
  memory: HealthMemory;
  /** Requests a minute that this cell carries when well: the pre-onset baseline while sick, the recent median else; null when unknown. */
  baselinePerMinute: number | null;
}

const FINDING_KINDS = ['region-falling', 'fleet-falling', 'shared-sick'] as const;
/** One finding about more than one cell, told above the tiles. */
export interface Finding {
  kind: (typeof FINDING_KINDS)[number];
  health: Exclude<Health, 'healthy'>;
  /** "Traffic fell in 40 of 48 cells at 02:14: look at the routing layer." */
  text: string;
  since: number;
  /** Names of the cells it covers. */
  cells: readonly string[];
  region: string | null;
}

export interface FleetSummary {
  healthy: number;
  degraded: number;
  critical: number;
  noData: number;
  outOfService: number;
  /** Share (0–1) of production traffic, at pre-onset baselines, in cells not healthy; null when no traffic is known. */
  trafficAtRisk: number | null;
}

/** The headline in parts, so that the page can colour the first. */
export interface Headline {
  health: Health;
  /** "prod-euw1-b is critical since 02:14" — the part in the colour of health. */
  lead: string;
  /** ", four minutes after router 2f9c1 reached it." — the rest of the sentence; may be empty. */
  rest: string;
  /** The second line: contrast, traffic at risk, what else is wrong. May be empty. */
  detail: string;
  /** The cell the sentence is about, to link to; null when about several. */
  cell: string | null;
}

export interface FleetVerdict {
  /** Epoch ms at which it was judged. */
  at: number;
  cells: ReadonlyMap<string, CellVerdict>;
  shared: ReadonlyMap<string, CellVerdict>;
  findings: readonly Finding[];
  summary: FleetSummary;
  headline: Headline;
}
