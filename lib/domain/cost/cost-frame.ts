import { type Day, dayText, monthText, parseDay } from './calendar.ts';
import { incompleteFrom, lastCompleteDay } from './complete-days.ts';
import type { CostFacts } from './cost-facts.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { comparedSpans, daysIn, type Period, previousOf, type Span } from './period.ts';
import { type Columns, type Timeline, timelineFrom } from './timeline.ts';

interface Framed extends Span {
  columns: Columns;
}

const WEEK = 7;

/** Where on the timeline a period, what it is compared with, and the complete days of both stand. */
export interface Frame {
  timeline: Timeline;
  /** Last day with figures. */
  through: Day;
  /** Last day whose figures are whole. */
  complete: Day;
  incompleteFrom: Day | null;
  period: Framed;
  /** Null where figures do not reach back so far. */
  previous: Framed | null;
  compared: { current: Framed; previous: Framed } | null;
  /** Complete days of the period, for what is told a day or a million requests; null while there are none. */
  whole: Framed | null;
  /** The same for what needs a week to be judged: of a period that has just begun, the last complete week. */
  week: Framed | null;
}

/** Places a period on what is known; refused, with what is known, where figures do not reach back to it. */
export function frameOf(facts: CostFacts, period: Period): Parsed<Frame> {
  const through = facts.fetch.throughDay === null ? null : parseDay(facts.fetch.throughDay);
  if (through === null || !facts.days.covered) return refuse('Costs have not been fetched yet.');
  const before = previousOf(period);
  const wide = timelineFrom(facts, before.first);
  const timeline = wide.range(period) ? wide : timelineFrom(facts, period.first);
  const place = (span: Span): Framed | null => {
    const columns = timeline.range(span);
    return columns && { first: span.first, last: span.last, columns };
  };
  const framed = place(period);
  if (!framed) return refuse(`Figures of ${dayText(period.first)} to ${dayText(period.last)} are not known${reachOf(facts)}`);
  const incomplete = incompleteFrom(facts.fetch);
  const spans = comparedSpans(period, incomplete);
  const current = spans && place(spans.current);
  const previous = spans && place(spans.previous);
  const lastWhole = Math.min(period.last, (incomplete ?? Number.POSITIVE_INFINITY) - 1);
  const complete = lastCompleteDay(facts.fetch) ?? through;
  const whole = lastWhole >= period.first ? place({ first: period.first, last: lastWhole }) : null;
  const justBegun = period.last === through && (whole === null || daysIn(whole) < WEEK);
  return accept({
    timeline,
    through,
    complete,
    incompleteFrom: incomplete,
    period: framed,
    previous: place(before),
    compared: current && previous ? { current, previous } : null,
    whole,
    week: justBegun ? place({ first: complete - WEEK + 1, last: complete }) : whole,
  });
}

/** ": by day they reach back to …, by whole months to …." */
function reachOf({ days, months }: CostFacts): string {
  const known = [];
  if (days.covered) known.push(`by day they reach back to ${dayText(days.covered.first)}`);
  if (months.covered) known.push(`by whole months to ${monthText(months.covered.first)}`);
  return known.length > 0 ? `: ${known.join(', ')}.` : '.';
}
