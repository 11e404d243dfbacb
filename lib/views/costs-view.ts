import type { CostPicture, CostRow } from '#lib/domain/cost/cost-picture.ts';
import type { DearCell } from '#lib/domain/cost/dear-cells.ts';
import type { OwnBill } from '#lib/domain/cost/own-bill.ts';
import type { IsoTime } from './iso-time.ts';

/** One row of the Costs page. */
export interface CostsRowView extends Omit<CostRow, 'spark'> {
  /** For drawing alone: at most 31 points, 0 to `SPARK_TOP`, from the row's least (or nothing) to its largest. */
  spark: readonly number[];
}

/** So many rows come with the first HTML and fill the usual screens; the browser fetches the others, which come compressed. */
export const FIRST_COST_ROWS = 16;

export const SPARK_TOP = 31;

/** Contract of GET /api/costs: what cells cost. Money is decimal text in `currency`, days are `YYYY-MM-DD`; null is unknown, never 0. */
export interface CostsView extends Omit<CostPicture, 'rows' | 'fetch'> {
  version: string;
  fetch: { at: IsoTime | null; throughDay: string | null; requests: number; usd: string };
  /** Cells that cost the most beside their wave; of other groups none. */
  dear: readonly DearCell[];
  /** With the page's first HTML: the first of them alone. */
  rows: readonly CostsRowView[];
  rowCount: number;
}

/** Why costs are not known, or no longer refreshed, for a person. */
export interface CostsProblem {
  code: string;
  title: string;
  detail: string;
  /** What to do, where `detail` does not say it. */
  fix: string | null;
  /** Whether the statement which the costs role needs is worth showing. */
  needsRole: boolean;
}

/** Contract of GET /api/costs/status: how the reading of costs stands, and what Cellwatch itself costs. */
export interface CostsStatusView {
  /** Of the figures; another one is worth asking for them again. */
  version: string;
  /** Whether there are figures, however old. */
  known: boolean;
  /** Null while figures are known and fresh. */
  problem: CostsProblem | null;
  /** Since when; null without a failure. */
  since: IsoTime | null;
  /** Null while none is planned. */
  nextFetch: IsoTime | null;
  ownBill: OwnBill;
}

/** Contract of GET /api/costs/behind: what one row consists of. Its parts and the rest add up to the row. */
export interface CostsBehindView {
  of: 'services' | 'owners';
  parts: readonly {
    name: string;
    cost: string;
    /** In the previous period; null where that is not known. */
    previous: string | null;
    /** Of the row, 0–1. */
    share: number | null;
  }[];
  /** What is too small to be named. */
  rest: { count: number; cost: string } | null;
}

/** Contract of GET /api/costs/cell: one cell's last 30 days. */
export interface CellCostsView {
  currency: string;
  /** "Oct 26 – Nov 24". */
  period: string;
  row: CostsRowView;
}
