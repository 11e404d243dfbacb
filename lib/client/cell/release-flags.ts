import type { CellEventView } from '#lib/views/release-views.ts';

/** Releases that came at one place of the chart. The position is an index of points, with fractions. */
export interface ReleaseFlag {
  at: number;
  /** "router 2f9c1": what a person reads beside it. */
  texts: readonly string[];
}

/** Flags nearer than this share of the chart are one. */
const NEAR = 0.02;

/** Arrivals of releases within the chart, those close together as one flag, oldest first. */
export function releaseFlags(events: readonly CellEventView[], start: number, step: number, points: number): ReleaseFlag[] {
  const last = points - 1;
  if (last < 1) return [];
  const flags: { at: number; texts: string[] }[] = [];
  const arrivals = events
    .flatMap((event) => (event.kind === 'release' && event.what === 'deployed' ? [event] : []))
    .map((event) => ({ at: (Date.parse(event.at) - start) / step, text: `${event.component} ${event.revision}` }))
    .filter(({ at }) => at >= 0 && at <= last)
    .sort((a, b) => a.at - b.at);
  for (const { at, text } of arrivals) {
    const near = flags.at(-1);
    if (near && at - near.at <= NEAR * last) near.texts.push(text);
    else flags.push({ at, texts: [text] });
  }
  return flags;
}
