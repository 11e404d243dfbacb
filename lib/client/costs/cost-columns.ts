import type { CostSort } from '#lib/domain/cost/arrange-rows.ts';
import type { CostGroup } from '#lib/domain/cost/cost-ask.ts';
import type { CostFigures } from '#lib/domain/cost/cost-picture.ts';
import type { CostsView } from '#lib/views/costs-view.ts';
import { joined, percent } from '../format/figures.ts';
import { aboutMoney, budgetPercent, changePercent, money } from '../format/money.ts';
import { monthWords } from './day-words.ts';

/** One figure of a row as shown; null is unknown or does not apply. */
interface ShownFigure {
  text: string;
  /** A second, quieter figure. */
  beside?: string;
  /** Needs a person's eye. */
  loud?: boolean;
  /** For who points at it. */
  title?: string;
}

export interface CostColumn {
  sort: Exclude<CostSort, 'name'>;
  title(view: CostsView): string;
  /** Second rank: quieter, and first to go where there is no room. */
  quiet: boolean;
  figure(row: CostFigures, currency: string): ShownFigure | null;
}

/** A change or distance of so much is marked. */
const LOUD = 0.15;

/** The figures of a row, from left to right. What rows of a group never have is left out: services serve no requests. */
export function costColumns(group: CostGroup): readonly CostColumn[] {
  return group === 'service' || group === 'component' ? OF_BILL : COLUMNS;
}

const COLUMNS: readonly CostColumn[] = [
  {
    sort: 'cost',
    title: ({ period }) => unbroken(period.label),
    quiet: false,
    figure: ({ cost }, currency) => (cost === null ? null : { text: money(cost, currency) }),
  },
  {
    sort: 'previous',
    title: ({ previous }) => (previous ? unbroken(previous.label) : 'Before'),
    quiet: true,
    figure: ({ previous }, currency) => (previous === null ? null : { text: money(previous, currency) }),
  },
  {
    sort: 'change',
    title: () => 'Change',
    quiet: false,
    figure: ({ change }, currency) =>
      change && {
        text: money(change.amount, currency, true),
        ...(change.ratio === null ? {} : { beside: changePercent(change.ratio), loud: change.ratio >= LOUD && Number(change.amount) >= 1 }),
      },
  },
  {
    sort: 'share',
    title: () => 'Share',
    quiet: true,
    figure: ({ share }) => (share === null ? null : { text: `${(share * 100).toFixed(1).replace('-', '\u2212')}\u00a0%` }),
  },
  {
    sort: 'month-end',
    title: ({ period }) => `End of ${monthWords(period.last).slice(0, 3)}`,
    quiet: false,
    figure: ({ projection }, currency) =>
      projection && {
        text: aboutMoney(projection.estimate, currency),
        title: `Our projection: ${aboutMoney(projection.low, currency)} to ${aboutMoney(projection.high, currency)} in four months of five`,
      },
  },
  {
    sort: 'unit',
    title: () => 'Per million',
    quiet: false,
    figure: ({ unit }, currency) =>
      unit?.perMillion
        ? {
            text: money(unit.perMillion, currency),
            loud: unit.away !== null && unit.away >= LOUD,
            ...(unit.leftOut > 0 ? { title: `Without ${unit.leftOut} cells whose traffic is not known` } : {}),
          }
        : null,
  },
  {
    sort: 'median',
    title: () => 'Wave median',
    quiet: true,
    figure: ({ unit }, currency) => (unit?.waveMedian ? { text: money(unit.waveMedian, currency) } : null),
  },
  {
    sort: 'availability',
    title: ({ served }) => ofMonthBefore('Availability', served),
    quiet: true,
    figure: ({ served }) => served && { text: availability(served.availability) },
  },
  {
    sort: 'budget',
    title: ({ served }) => ofMonthBefore('Budget left', served),
    quiet: false,
    figure: ({ served }) =>
      served && {
        text: budgetPercent(served.budgetLeft),
        loud: served.budgetLeft < 0,
        title: "Of the errors that the objective allows for the month's traffic",
      },
  },
];

const OF_BILL = COLUMNS.filter(({ sort }) => !(['unit', 'median', 'availability', 'budget'] as CostSort[]).includes(sort));

/** Until a month has its first whole day, the month before is told: the heading names it. */
function ofMonthBefore(title: string, { note, label }: CostsView['served']): string {
  return note === null ? title : `${title}, ${label}`;
}

/** A dash stays with the day before it. */
function unbroken(label: string): string {
  return label.replace(' –', '\u00a0–');
}

/** Down, never up: 99.9996 % is not 100 %. */
function availability(ratio: number): string {
  return ratio >= 0.99 && ratio < 1 ? `${(Math.floor(ratio * 100_000) / 1_000).toFixed(3)}\u00a0%` : joined(percent(ratio));
}
