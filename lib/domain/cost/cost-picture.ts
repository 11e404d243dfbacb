import type { Cell } from '../registry/registry.ts';
import type { CostAnomaly } from './anomaly.ts';
import type { AroundRelease } from './around-release.ts';
import type { CostGroup, Spread } from './cost-ask.ts';
import type { CostFetch, CostMetric } from './cost-facts.ts';
import type { RowKind } from './cost-sheet.ts';
import type { IdleCell } from './idle-cells.ts';
import type { ServedWell } from './month-budget.ts';
import type { OneMore, OneMoreCell } from './one-more-cell.ts';
import type { Projection } from './project-month.ts';

/** Everything that the Costs page shows. Money is decimal text, days are `YYYY-MM-DD`; null is unknown, never 0. */

export interface LabelledSpan {
  first: string;
  last: string;
  days: number;
  /** "Nov 1–21", "October". */
  label: string;
}

/** A service (of an owner) that explains a change. */
export interface Because {
  /** Cell or account; null where the row tells. */
  owner: string | null;
  service: string;
  /** Signed, to the cent. */
  amount: string;
}

/** Against the previous period, over as many complete days of each. */
export interface CostChange {
  amount: string;
  /** Of what it was before; null when that was nothing. */
  ratio: number | null;
  /** The largest contributions, until 80 % are explained. */
  because: readonly Because[];
}

export interface RowUnit {
  /** Cost of a million requests, to the cent; null with the reason. */
  perMillion: string | null;
  why: string | null;
  /** Of its wave's cells in service; null of fewer than three. */
  waveMedian: string | null;
  /** Away from that median, as a ratio of it. */
  away: number | null;
  /** Cells whose traffic is unknown: not in the figure. */
  leftOut: number;
}

export interface CostFigures {
  /** To the cent; the rows' add up to the total's. Null with the reason where there is no cost source. */
  cost: string | null;
  previous: string | null;
  change: CostChange | null;
  /** Of the total, 0–1. */
  share: number | null;
  /** The month's end; null where the period does not reach into the open month, or too little is known. */
  projection: Projection | null;
  /** Null for rows that serve no requests. */
  unit: RowUnit | null;
  /** Availability and error budget of the month of the period's last day so far, or the month before: `CostPicture.served` tells. */
  served: ServedWell | null;
}

export interface CostRow extends CostFigures {
  id: string;
  kind: RowKind;
  name: string;
  /** Wave of a cell; else null. */
  wave: string | null;
  state: Cell['state'] | null;
  /** How many cells are in it, and how many more of the group have no cost source. */
  cells: number;
  withoutCost: number;
  /** What it consists of, where those are not cells: names of accounts; of an untagged rest, the cells that share the account. */
  parts: readonly string[];
  /** Why there is no cost. */
  why: string | null;
  /** Cost of each column of the chart, for drawing alone. */
  spark: readonly number[];
}

/** Stacked: the largest rows and the rest, for drawing alone. */
export interface CostChart {
  columns: readonly { first: string; last: string; label: string; incomplete: boolean; estimated: boolean }[];
  series: readonly { id: string; name: string; values: readonly number[] }[];
}

export interface UnclaimedAccount {
  id: string;
  name: string;
  state: string | null;
  /** To the cent, in the period; null when the bill has no charge of it. */
  cost: string | null;
}

export interface CostPicture {
  currency: string;
  metric: CostMetric;
  group: CostGroup;
  /** How shared costs are spread, and why not as asked. */
  shared: { asked: Spread; done: Spread; why: string | null };
  /** As the address carries it. */
  periodText: string;
  period: LabelledSpan;
  /** Null where figures do not reach back so far. */
  previous: LabelledSpan | null;
  /** The complete days that are compared; null when none are. */
  compared: { current: LabelledSpan; previous: LabelledSpan } | null;
  /** The first day whose figures are not whole, and the first that AWS still calls an estimate; null when there is none. */
  incompleteFrom: string | null;
  estimatedFrom: string | null;
  /** The days of which availability and error budget are told, and why those are not the period's month. */
  served: LabelledSpan & { note: string | null };
  fetch: CostFetch;
  headline: { lead: string; detail: string };
  /** The bill. */
  total: CostFigures & { cost: string /** With all decimals. */; exact: string; spark: readonly number[] };
  /** What changed but for tax, support and credits, where they are apart: what the headline tells. */
  comparableChange: CostChange | null;
  /** What cells alone cost, without what is apart; null where rows are not made of cells. */
  allCells: (CostFigures & { cells: number }) | null;
  /** Cells (or groups) by cost, then what is apart, then cells without a cost source. */
  rows: readonly CostRow[];
  chart: CostChart;
  anomalies: readonly CostAnomaly[];
  idle: readonly IdleCell[];
  unclaimed: readonly UnclaimedAccount[];
  oneMore: readonly OneMoreCell[];
  /** Waves of which it can't be told, each with the reason. */
  oneMoreWithout: OneMore['without'];
  releases: readonly AroundRelease[];
}
