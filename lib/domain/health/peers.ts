import { medianWithout } from './median-without.ts';
import type { Reading } from './reading.ts';
import type { Traffic } from './traffic.ts';
import { WaveStatistics } from './wave-statistics.ts';

/** Fewer peers in a wave than this: the whole fleet in service stands in for them. */
const LEAST_PEERS = 3;

/** What a cell's peers (in service, itself left out) say. */
export interface Peers {
  /** How many others there are. */
  count: number;
  /** How many of them had a point lately. */
  reporting: number;
  /** Median of their traffic over what they should carry; null when none is known. */
  kept: number | null;
  /** The cell's wave, for comparing signals; null outside of waves. */
  wave: WaveStatistics | null;
}

interface Group {
  size: number;
  reporting: number;
  /** Ratios of those that report, ascending. */
  kept: Float64Array;
  wave: WaveStatistics;
}

/** A cell beside what it carries. */
interface Member {
  wave: string | null;
  reading: Reading;
  traffic: Traffic;
}

/** Reads the statistics of each wave and of the fleet once; answers a look-up per cell (null: what all cells say). */
export function gatherPeers(cells: readonly Member[]): (member: Member | null) => Peers {
  const fleet = cells.filter((one) => one.reading.subject.inService);
  const all = toGroup(fleet);
  const groups = new Map<string, Group>();
  for (const [wave, members] of Map.groupBy(fleet, (one) => one.wave)) if (wave !== null) groups.set(wave, toGroup(members));
  return (member) => {
    const own = member?.wave == null ? undefined : groups.get(member.wave);
    const inside = member?.reading.subject.inService ? 1 : 0;
    const group = own && own.size - inside >= LEAST_PEERS ? own : all;
    const reports = member && inside && isReporting(member.reading) ? 1 : 0;
    return {
      count: group.size - inside,
      reporting: group.reporting - reports,
      kept: medianWithout(group.kept, reports && member ? member.traffic.ratio : null),
      wave: own?.wave ?? null,
    };
  };
}

function toGroup(members: readonly Member[]): Group {
  const kept = new Float64Array(members.length);
  let reporting = 0;
  let known = 0;
  for (const { reading, traffic } of members) {
    if (!isReporting(reading)) continue;
    reporting++;
    if (traffic.ratio !== null) kept[known++] = traffic.ratio;
  }
  return {
    size: members.length,
    reporting,
    kept: kept.subarray(0, known).sort(),
    wave: new WaveStatistics(members.map((one) => one.reading)),
  };
}

function isReporting({ minute, fetched, subject }: Reading): boolean {
  return minute >= 0 && minute > fetched - subject.objectives.noDataAfterMinutes;
}
