import type { CostRow } from './cost-picture.ts';

/** What rows can be sorted by: the columns of the page. */
export const COST_SORTS = ['cost', 'name', 'previous', 'change', 'share', 'month-end', 'unit', 'median', 'availability', 'budget'] as const;
export type CostSort = (typeof COST_SORTS)[number];

/** How rows stand. */
export interface Arrangement {
  sort: CostSort;
  /** Null is the way a person wants it first: names from A, figures from the largest. */
  ascending: boolean | null;
  /** Part of a name or wave; empty is all. */
  text: string;
}

/** What arranging looks at. */
export type Arranged = Pick<
  CostRow,
  'kind' | 'name' | 'wave' | 'cost' | 'previous' | 'change' | 'share' | 'projection' | 'unit' | 'served'
> & { parts?: readonly string[] };

const FIGURE: Readonly<Record<Exclude<CostSort, 'name'>, (row: Arranged) => number | null>> = {
  cost: ({ cost }) => amount(cost),
  previous: ({ previous }) => amount(previous),
  change: ({ change }) => amount(change?.amount),
  share: ({ share }) => share,
  'month-end': ({ projection }) => projection?.estimate ?? null,
  unit: ({ unit }) => amount(unit?.perMillion),
  median: ({ unit }) => amount(unit?.waveMedian),
  availability: ({ served }) => served?.availability ?? null,
  budget: ({ served }) => served?.budgetLeft ?? null,
};

/** The rows that fit, in order: cells and groups first, then what is apart; what has no such figure last, either way. */
export function arrangeRows<T extends Arranged>(rows: readonly T[], { sort, ascending, text }: Arrangement): T[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = words.length === 0 ? rows : rows.filter((row) => fits(row, words));
  const up = ascending ?? sort === 'name';
  const keyed = fitting.map((row) => ({ row, apart: isApart(row), figure: sort === 'name' ? 0 : FIGURE[sort](row) }));
  const byName = new Intl.Collator('en', { numeric: true }).compare;
  keyed.sort((a, b) => {
    if (a.apart !== b.apart) return a.apart ? 1 : -1;
    if (a.figure === null || b.figure === null) {
      if (a.figure !== b.figure) return a.figure === null ? 1 : -1;
    } else if (a.figure !== b.figure) {
      return up ? a.figure - b.figure : b.figure - a.figure;
    }
    return sort === 'name' && !up ? byName(b.row.name, a.row.name) : byName(a.row.name, b.row.name);
  });
  return keyed.map(({ row }) => row);
}

/** Whether a row stands behind those that are compared. */
function isApart({ kind }: Pick<CostRow, 'kind'>): boolean {
  return kind !== 'cell' && kind !== 'group';
}

function fits({ name, wave, parts }: Arranged, words: readonly string[]): boolean {
  const known = `${name} ${wave ?? ''} ${parts?.join(' ') ?? ''}`.toLowerCase();
  return words.every((word) => known.includes(word));
}

function amount(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
