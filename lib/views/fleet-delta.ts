import type { FleetCellView, FleetView } from './fleet-view.ts';

/** The figures of a cell, which move with every minute; a change of anything else is told by the whole cell. */
export const FIGURES = ['requestsPerSecond', 'errorRatio', 'latencyMs', 'saturationPercent', 'trafficShare'] as const;
export type Figure = (typeof FIGURES)[number];

/** What is told of every version; other members of a view are absent from a delta while they stay as they were. */
export const ALWAYS_TOLD = ['version', 'observedAt', 'headline', 'summary', 'sources', 'restored', 'refreshSeconds'] as const;
type Told = (typeof ALWAYS_TOLD)[number];

/** One value for each of some cells. */
export interface Column<T> {
  /** Places of those cells in the list of the version before, each told as its distance from the one before it (the first: from −1). Absent: all cells in turn. */
  steps?: readonly number[];
  values: readonly T[];
}

/** One figure of some cells. */
export interface FigureColumn extends Column<number | null> {
  /** The values are so many times too large, which makes whole numbers of small ratios. Absent: 1. */
  scale?: number;
}

/** How sparklines moved on. */
export interface SparkDelta {
  /** So many of the oldest points of each are gone. */
  dropped: number;
  /** What stands at the end of each instead, as long as before: the points of new minutes, and those of earlier ones that came late. */
  tails: Column<readonly (number | null)[]>;
}

/** The `fleet` event of GET /api/live: what changed against the version before. */
export interface FleetDelta extends Pick<FleetView, Told>, Partial<Omit<FleetView, Told | 'cells'>> {
  /** The version this delta applies to. */
  previous: string;
  /** Cells that are new, or of which more than figures and points changed. They win over what the columns say. */
  changed: readonly FleetCellView[];
  removed: readonly string[];
  /** Names of all cells in their order, when that is another than before without the removed ones. */
  order?: readonly string[];
  figures: Readonly<Partial<Record<Figure, FigureColumn>>>;
  sparks?: SparkDelta;
}
