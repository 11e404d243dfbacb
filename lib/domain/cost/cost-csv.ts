import { csvField } from '#lib/domain/document/csv-field.ts';
import type { CostPicture, CostRow } from './cost-picture.ts';
import { centsText, parseMoney } from './money.ts';

type Shown = Pick<CostRow, 'cost' | 'previous' | 'change' | 'share' | 'projection' | 'unit' | 'served'>;
type ShownRow = Shown & Pick<CostRow, 'name' | 'kind' | 'wave' | 'why' | 'parts'>;

/** What of the picture goes into the file. */
interface ShownCosts extends Pick<CostPicture, 'group' | 'currency' | 'period' | 'metric' | 'served'> {
  total: Shown;
  rows: readonly ShownRow[];
}

/** Columns after the first four, as the page shows them. */
const FIGURES: Record<string, (row: Shown) => string | number | null> = {
  cost: ({ cost }) => cost,
  previous_cost: ({ previous }) => previous,
  change: ({ change }) => change?.amount ?? null,
  change_percent: ({ change }) => percent(change?.ratio),
  share_percent: ({ share }) => percent(share),
  month_end_estimate: ({ projection }) => projection?.estimate.toFixed(0) ?? null,
  month_end_low: ({ projection }) => projection?.low.toFixed(0) ?? null,
  month_end_high: ({ projection }) => projection?.high.toFixed(0) ?? null,
  per_million_requests: ({ unit }) => unit?.perMillion ?? null,
  wave_median_per_million: ({ unit }) => unit?.waveMedian ?? null,
  availability_percent: ({ served }) => percent(served?.availability, 4),
  error_budget_left_percent: ({ served }) => percent(served?.budgetLeft),
};

/**
 * The rows that the page shows, in the order it shows them, and their sum (RFC 4180); where a filter hides some, the sum of the shown
 * ones before the bill's. Money is to the cent, as shown.
 */
export function costCsv(picture: ShownCosts, order: readonly ShownRow[] = picture.rows): string {
  const { group, currency, period, metric, served, total } = picture;
  // Availability and budget may be of another month than the money.
  const ofWhat = [currency, metric, period.first, period.last, served.first, served.last];
  const lines = [
    [
      group,
      'kind',
      'wave',
      'note',
      ...Object.keys(FIGURES),
      'currency',
      'metric',
      'first_day',
      'last_day',
      'served_first_day',
      'served_last_day',
    ],
    ...order.map((row) => [row.name, row.kind, row.wave, row.why ?? row.parts.join('; '), ...figures(row), ...ofWhat]),
    ...(order.length < picture.rows.length ? [['Shown', 'shown', null, null, ...sumOf(order), ...ofWhat]] : []),
    ['Total', 'total', null, null, ...figures(total), ...ofWhat],
  ];
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

function figures(row: Shown): (string | number | null)[] {
  return Object.values(FIGURES).map((read) => read(row));
}

/** Cost and previous cost of some rows; of other figures there is no sum. */
function sumOf(rows: readonly Shown[]): (string | null)[] {
  const sum = (amounts: readonly (string | null)[]) =>
    amounts.every((amount) => amount === null)
      ? null
      : centsText(amounts.reduce((all, amount) => all + (amount === null ? 0n : parseMoney(amount)), 0n));
  const sums: Record<string, string | null> = {
    cost: sum(rows.map(({ cost }) => cost)),
    previous_cost: sum(rows.map((row) => row.previous)),
  };
  return Object.keys(FIGURES).map((name) => sums[name] ?? null);
}

function percent(ratio: number | null | undefined, decimals = 1): string | null {
  return ratio === null || ratio === undefined ? null : (ratio * 100).toFixed(decimals);
}
