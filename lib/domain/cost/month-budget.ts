import type { Cell } from '../registry/registry.ts';
import type { Span } from './period.ts';
import { isEnough, type TrafficDays } from './traffic-days.ts';

/** How well some cells served over a span, weighted by their traffic. */
export interface ServedWell {
  /** Ratio of good requests, 0–1. */
  availability: number;
  /** What is left of the errors that the objectives allow for that traffic: 1 is all, below 0 is overspent. */
  budgetLeft: number;
  /** Cells left out, because their errors are unknown on more than a tenth of the days. */
  leftOut: number;
}

/** Availability and error budget from daily sums; null when no cell's errors are known, or nobody asked. */
export function servedWell(cells: readonly Cell[], traffic: TrafficDays, span: Span): ServedWell | null {
  let requests = 0;
  let bad = 0;
  let allowed = 0;
  let leftOut = 0;
  for (const { name, objectives } of cells) {
    const { good, judged, judgedDays } = traffic.sum(name, span);
    if (!isEnough(judgedDays, span)) {
      leftOut++;
      continue;
    }
    requests += judged;
    bad += judged - good;
    allowed += judged * (1 - objectives.availability);
  }
  if (requests <= 0) return null;
  // An objective of 100 % allows nothing: any error overspends it, none leaves it whole.
  const budgetLeft = allowed > 0 ? 1 - bad / allowed : bad > 0 ? -1 : 1;
  return { availability: 1 - bad / requests, budgetLeft, leftOut };
}
