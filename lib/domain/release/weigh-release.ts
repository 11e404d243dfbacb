/**
 * How much better a bad release explains what is seen than chance does. A bad release shows within minutes in most of the
 * cells that it reaches, or only from some wave on; chance strikes cells alike, with it or without it, at any time.
 */

/** What was seen of a release. Times in minutes since it was deployed to a cell; 0 while it is being deployed. */
export interface Sample {
  /** When the cells that fell sick with it did. */
  sick: readonly { after: number; wave: number }[];
  /** For how long the cells that are well have had it. */
  well: readonly { since: number; wave: number }[];
  /** Cells without it that fell sick in the same time, of all that could. */
  without: { sick: number; of: number };
  /** The same in the Regions of those that fell sick with it. */
  nearby: { sick: number; of: number };
}

/** Shares of cells in which a bad release shows, and how often that is so. */
const REACHES = [
  { share: 0.95, weight: 0.65 },
  { share: 0.6, weight: 0.2 },
  { share: 0.3, weight: 0.15 },
] as const;
/** How often a bad release shows only from a later wave on. */
const LATE = 0.25;

/** Most bad releases show within so many minutes, the others at any time of the next two hours. */
const SOON = 12;
const SOON_WEIGHT = 0.8;
const EVER = 120;
/** From falling sick to being seen as sick, minutes. */
const SEEN_AFTER = 3;
/** Chance strikes at any time of so many minutes. */
const CHANCE_SPAN = 60;

/** What is thought of chance before looking at the cells without the release: so many sick, of so many. */
const CHANCE_BEFORE = { sick: 0.6, of: 30 } as const;
const NEARBY_BEFORE = { sick: 0.1, of: 5 } as const;

/**
 * Logarithm of the likelihood of the sample if the release is bad, by that if it is not and one cell's sickness is given.
 * Minus infinity without a sick cell.
 */
export function weighRelease(sample: Sample): number {
  if (sample.sick.length === 0) return Number.NEGATIVE_INFINITY;
  const chance = Math.max(rate(sample.without, CHANCE_BEFORE), rate(sample.nearby, NEARBY_BEFORE));
  const first = Math.min(...sample.sick.map((one) => one.wave));
  const later = { ...sample, well: sample.well.filter((one) => one.wave >= first) };
  return logOfSum([Math.log(1 - LATE) + weighAll(sample, chance), Math.log(LATE) + weighAll(later, chance)]);
}

function weighAll({ sick, well }: Pick<Sample, 'sick' | 'well'>, chance: number): number {
  const logs = REACHES.map(({ share, weight }) => {
    let log = Math.log(weight) + Math.log(chance);
    for (const { after } of sick) log += Math.log((share * showsAt(after) * CHANCE_SPAN) / chance);
    for (const { since } of well) log += Math.log((1 - share * seenBy(since)) / (1 - chance));
    return log;
  });
  return logOfSum(logs);
}

/** The logarithm of a sum of numbers given by their logarithms: a thousand cells would underflow. */
export function logOfSum(logs: readonly number[]): number {
  const most = Math.max(...logs);
  if (!Number.isFinite(most)) return most;
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

function rate(seen: { sick: number; of: number }, before: { sick: number; of: number }): number {
  return (seen.sick + before.sick) / (seen.of + before.of);
}

/** Density of when a bad release shows, a minute. */
function showsAt(after: number): number {
  const soon = after < SOON ? (2 / SOON) * (1 - after / SOON) : 0;
  return SOON_WEIGHT * soon + (1 - SOON_WEIGHT) / EVER;
}

/** Share of bad releases that are seen after so many minutes. */
function seenBy(since: number): number {
  const shown = Math.max(0, since - SEEN_AFTER);
  const soon = shown < SOON ? 1 - (1 - shown / SOON) ** 2 : 1;
  return SOON_WEIGHT * soon + (1 - SOON_WEIGHT) * Math.min(1, shown / EVER);
}
