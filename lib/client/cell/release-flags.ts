import type { CellEventView } from '#lib/views/release-views.ts';

/** Releases that came at one place of the chart. The position is an index of points, with fractions. */
export interface ReleaseFlag {
  at: number;
  /** "router 2f9c1": what a person reads beside it. */
  texts: readonly string[];
  /** On which side of the flag its words stand, so that they stay within the chart. */
  side: 'left' | 'right';
  /** Line of its words, from the bottom: words that would stand over each other stand on different ones. */
  row: number;
}

/** Flags nearer than this share of the chart are one. */
const NEAR = 0.02;
/** Share of the chart that the words of a flag take on a phone. */
const WORDS = 0.42;
/** Lines of words that fit in a chart. */
const ROWS = 8;

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
  return placeWords(flags, last);
}

function placeWords(flags: readonly { at: number; texts: string[] }[], last: number): ReleaseFlag[] {
  const placed: (ReleaseFlag & { from: number; to: number })[] = [];
  for (const flag of flags) {
    const share = flag.at / last;
    const side = share + WORDS > 1 ? 'left' : 'right';
    const from = side === 'left' ? share - WORDS : share;
    const to = from + WORDS;
    const taken = new Set(placed.filter((other) => other.from < to && from < other.to).map(({ row }) => row));
    let row = 0;
    while (taken.has(row) && row < ROWS - 1) row++;
    placed.push({ ...flag, side, row, from, to });
  }
  return placed.map(({ from: _, to: __, ...flag }) => flag);
}
