import { dayName, dayText, lastDayOf, monthName, monthOf } from './calendar.ts';
import type { Frame } from './cost-frame.ts';
import type { CostChart } from './cost-picture.ts';
import type { SheetRow } from './cost-sheet.ts';
import { moneyNumber } from './money.ts';
import type { Span } from './period.ts';
import type { Columns } from './timeline.ts';

/** So many rows have a colour of their own. */
const LARGEST = 5;

/** Columns of the timeline that are drawn as one. */
interface Bar extends Span {
  columns: Columns;
  byMonth: boolean;
}

/** What is drawn of a period: its days; or months, where some of it is known by month alone. */
export function barsOf({ timeline, period }: Frame): Bar[] {
  const columns = timeline.columns.slice(period.columns.from, period.columns.to + 1);
  const byMonth = columns.some(({ first, last }) => last > first);
  const bars: Bar[] = [];
  for (const [offset, { first, last }] of columns.entries()) {
    const at = period.columns.from + offset;
    const open = bars[bars.length - 1];
    if (byMonth && open && monthOf(open.first) === monthOf(first)) {
      open.last = last;
      open.columns = { from: open.columns.from, to: at };
    } else {
      bars.push({ first, last, columns: { from: at, to: at }, byMonth });
    }
  }
  return bars;
}

/** Cost of each bar, for drawing: to the cent, as numbers. */
export function barValues(slots: BigInt64Array, bars: readonly Bar[]): number[] {
  return bars.map(({ columns }) => {
    let sum = 0n;
    for (let column = columns.from; column <= columns.to; column++) sum += slots[column] as bigint;
    return Math.round(moneyNumber(sum) * 100) / 100;
  });
}

/** The largest rows and the rest, stacked. `rows` come with the largest first, those with a colour of their own before what is apart. */
export function costChart(
  rows: readonly SheetRow[],
  all: BigInt64Array,
  bars: readonly Bar[],
  frame: Frame,
  estimatedFrom: number | null,
): CostChart {
  const largest = rows.filter(({ kind }) => kind === 'cell' || kind === 'group').slice(0, LARGEST);
  const rest = all.slice();
  for (const { slots } of largest) for (const [column, amount] of slots.entries()) rest[column] = (rest[column] as bigint) - amount;
  const others = rows.length - largest.length;
  return {
    columns: bars.map(({ first, last, byMonth }) => ({
      first: dayText(first),
      last: dayText(last),
      label: byMonth ? monthName(monthOf(first), monthOf(frame.through)) : dayName(first),
      incomplete: (frame.incompleteFrom !== null && last >= frame.incompleteFrom) || (byMonth && last < lastDayOf(monthOf(last))),
      estimated: estimatedFrom !== null && last >= estimatedFrom,
    })),
    series: [
      ...largest.map(({ id, name, slots }) => ({ id, name, values: barValues(slots, bars) })),
      ...(others > 0
        ? [
            {
              id: 'rest',
              name: others === 1 ? (rows.find((row) => !largest.includes(row))?.name ?? 'The rest') : 'The rest',
              values: barValues(rest, bars),
            },
          ]
        : []),
    ],
  };
}
