/**
 * How much better a bad release explains what is seen than anything else does. A bad release shows within minutes in most of
 * the cells that it reaches, or only from some wave on. Chance strikes any cell at any time; what cells share (a Region, or
 * something unknown) strikes several at one time, with the release or without it.
 */

/** What was seen of a release. Times in minutes. */
export interface Sample {
  /** Cells that fell sick with it: when, and how long after it was deployed there (0 while it was). */
  sick: readonly { at: number; after: number; wave: number; region: string }[];
  /** Cells that are well with it, and for how long they have had it. */
  well: readonly { since: number; wave: number; region: string }[];
  /** Cells without it: when they fell sick, null when they are well. */
  without: readonly { at: number | null; region: string }[];
}

/** Shares of cells in which a bad release shows, and how often that is so. */
const REACHES = [
  { share: 0.95, weight: 0.8 },
  { share: 0.6, weight: 0.12 },
  { share: 0.3, weight: 0.08 },
] as const;
/** How often a bad release shows only from a later wave on. */
const LATE = 0.25;

/** How soon a bad release shows in the cells that it reaches: shares of them within so many minutes, the sooner the likelier or evenly. */
const PACES = [
  { weight: 0.5, rising: { share: 0.9, within: 6 }, even: { share: 0.1, within: 60 } },
  { weight: 0.3, rising: { share: 0.85, within: 15 }, even: { share: 0.15, within: 60 } },
  { weight: 0.2, rising: { share: 0.5, within: 40 }, even: { share: 0.5, within: 120 } },
] as const;
type Pace = (typeof PACES)[number];
/** How often it shows in all of its cells after the same time instead: a cache runs out, a job starts. Any of so many minutes. */
const DELAYED = { weight: 0.05, within: 120 } as const;
/** Nothing is impossible. */
const LEAST_DENSITY = 1e-5;
/** From falling sick to being seen as sick. */
const SEEN_AFTER = 3;
/** A well cell counts as if it had had the release for so long: what strikes one of many that got it at once is rather chance. */
const PATIENCE = 13;

/** Chance strikes at any time of so many minutes. */
const CHANCE_SPAN = 60;
/** What is thought of chance before looking at the cells without the release: so many sick, of so many. */
const CHANCE_BEFORE = { sick: 0.6, of: 30 } as const;

/** How often several cells fall sick of what they share: of one Region, or of something unknown. */
const REGIONAL = 0.1;
const SCATTERED = 0.1;
/** Shares of a Region's cells that such an event strikes. */
const STRIKES = [0.9, 0.5] as const;
/** Shares of all cells that something unknown strikes. */
const STRIKES_ANYWHERE = [0.05, 0.15, 0.4, 0.9] as const;
/** All of its cells fall sick within so many minutes. */
const TOGETHER = 6;

/**
 * Logarithm of the likelihood of the sample if the release is bad, by that if it is not, one cell's sickness being given.
 * Minus infinity without a sick cell.
 */
export function weighRelease(sample: Sample): number {
  if (sample.sick.length === 0) return Number.NEGATIVE_INFINITY;
  const struck = sample.without.filter((one) => one.at !== null).length;
  const chance = (struck + CHANCE_BEFORE.sick) / (sample.without.length + CHANCE_BEFORE.of);
  const first = Math.min(...sample.sick.map((one) => one.wave));
  const later = { ...sample, well: sample.well.filter((one) => one.wave >= first) };
  const skipped = (sample.well.length - later.well.length) * Math.log(1 - chance);
  const bad = logOfSum([Math.log(1 - LATE) + ifBad(sample), Math.log(LATE) + ifBad(later) + skipped]) + byChance(sample.without, chance);
  const everyone = [...sample.sick, ...sample.well.map((one) => ({ ...one, at: null })), ...sample.without];
  const not = logOfSum([
    Math.log(1 - REGIONAL - SCATTERED) + byChance(everyone, chance) - Math.log(chance),
    Math.log(REGIONAL) + ifRegional(sample, everyone, chance),
    Math.log(SCATTERED) + ifScattered(sample, everyone, chance),
  ]);
  return bad - not;
}

/** The logarithm of a sum of numbers given by their logarithms: a thousand cells would underflow. */
export function logOfSum(logs: readonly number[]): number {
  const most = Math.max(...logs);
  if (!Number.isFinite(most)) return most;
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

type Seen = { at: number | null; region: string };

function ifBad({ sick, well }: Pick<Sample, 'sick' | 'well'>): number {
  const paced = PACES.map((pace) => {
    const shows = sick.map(({ after }) => showsAt(after, pace));
    const seen = well.map(({ since }) => seenBy(since, pace));
    return Math.log(pace.weight * (1 - DELAYED.weight)) + reaching(shows, seen);
  });
  const delay = median(sick.map((one) => one.after));
  const like = sick.map(({ after }) => (Math.abs(after - delay) <= TOGETHER / 2 ? 1 / TOGETHER : LEAST_DENSITY));
  const due = well.map(({ since }) => (since > delay + SEEN_AFTER ? 1 : 0));
  return logOfSum([...paced, Math.log((DELAYED.weight * TOGETHER) / DELAYED.within) + reaching(like, due)]);
}

/** Whatever share of cells it shows in: those that fell sick when they did, those that are well although it would have been seen. */
function reaching(shows: readonly number[], seen: readonly number[]): number {
  const logs = REACHES.map(({ share, weight }) => {
    let log = Math.log(weight);
    for (const density of shows) log += Math.log(share * density);
    for (const probability of seen) log += Math.log(1 - share * probability);
    return log;
  });
  return logOfSum(logs);
}

function byChance(cells: readonly Seen[], chance: number): number {
  const sick = cells.filter((one) => one.at !== null).length;
  return sick * Math.log(chance / CHANCE_SPAN) + (cells.length - sick) * Math.log(1 - chance);
}

/** One event strikes the cells of one of the Regions concerned; all else is chance. */
function ifRegional({ sick }: Sample, everyone: readonly Seen[], chance: number): number {
  const regions = [...new Set(sick.map((one) => one.region))];
  const logs = regions.flatMap((region) => {
    const there = everyone.filter((one) => one.region === region);
    const elsewhere = byChance(
      everyone.filter((one) => one.region !== region),
      chance,
    );
    const at = median(sick.filter((one) => one.region === region).map((one) => one.at));
    return STRIKES.map((share) => elsewhere + together(there, at, share, chance) - Math.log(regions.length * STRIKES.length));
  });
  return logOfSum(logs);
}

/** One event strikes cells of all Regions alike. */
function ifScattered({ sick }: Sample, everyone: readonly Seen[], chance: number): number {
  const at = median(sick.map((one) => one.at));
  const logs = STRIKES_ANYWHERE.map((share) => together(everyone, at, share, chance) - Math.log(STRIKES_ANYWHERE.length));
  return logOfSum(logs);
}

/** The first of them is given, at any time; the others fall sick with it, or by chance. */
function together(cells: readonly Seen[], when: number, share: number, chance: number): number {
  let log = -Math.log(share / TOGETHER) - Math.log(CHANCE_SPAN);
  for (const { at } of cells) {
    if (at === null) log += Math.log(1 - Math.min(share, 0.99));
    else log += Math.log(Math.abs(at - when) <= TOGETHER / 2 ? share / TOGETHER : chance / CHANCE_SPAN);
  }
  return log;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Density of when a bad release shows, a minute. */
function showsAt(after: number, { rising, even }: Pace): number {
  let density = after < rising.within ? ((rising.share * 2) / rising.within) * (1 - after / rising.within) : 0;
  if (after < even.within) density += even.share / even.within;
  return Math.max(density, LEAST_DENSITY);
}

/** Share of bad releases that are seen after so many minutes. */
function seenBy(since: number, { rising, even }: Pace): number {
  const shown = Math.max(PATIENCE, since) - SEEN_AFTER;
  const soon = shown < rising.within ? 1 - (1 - shown / rising.within) ** 2 : 1;
  return rising.share * soon + even.share * Math.min(1, shown / even.within);
}
