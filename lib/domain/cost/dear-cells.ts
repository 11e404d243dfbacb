import type { CostRow } from './cost-picture.ts';

/** A cell whose requests cost clearly more than its wave's. Money is decimal text to the cent. */
export interface DearCell {
  cell: string;
  perMillion: string;
  waveMedian: string;
  /** As a ratio of the median. */
  away: number;
}

/** What differs less may be chance, or a day. */
const CLEARLY = 0.25;
const MOST = 3;

/** Cells in service whose million requests cost a quarter more than the wave's median, the furthest away first. */
export function findDearCells(rows: readonly CostRow[]): DearCell[] {
  return rows
    .flatMap(({ kind, state, name, unit }) =>
      kind === 'cell' && state === 'in-service' && unit?.perMillion && unit.waveMedian && unit.away !== null && unit.away >= CLEARLY
        ? [{ cell: name, perMillion: unit.perMillion, waveMedian: unit.waveMedian, away: unit.away }]
        : [],
    )
    .sort((a, b) => b.away - a.away)
    .slice(0, MOST);
}
