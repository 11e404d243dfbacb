import type { Registry } from '../registry/registry.ts';
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
  names: Set<string>;
  reporting: Set<string>;
  /** Ratios of those that report, ascending. */
  kept: Float64Array;
  wave: WaveStatistics;
}

/** Reads the statistics of each wave and of the fleet once; answers a look-up per cell. */
export function gatherPeers(
  registry: Registry,
  readings: ReadonlyMap<string, Reading>,
  traffic: ReadonlyMap<string, Traffic>,
): (name: string, wave: string | null) => Peers {
  const waves = new Map<string, Reading[]>();
  const fleet: Reading[] = [];
  for (const cell of registry.cells) {
    const reading = readings.get(cell.name);
    if (!reading || cell.state !== 'in-service') continue;
    fleet.push(reading);
    if (cell.wave === null) continue;
    const members = waves.get(cell.wave);
    if (members) members.push(reading);
    else waves.set(cell.wave, [reading]);
  }
  const all = toGroup(fleet, traffic);
  const groups = new Map([...waves].map(([wave, members]) => [wave, toGroup(members, traffic)]));
  return (name, wave) => {
    const own = wave === null ? undefined : groups.get(wave);
    const others = own ? own.names.size - (own.names.has(name) ? 1 : 0) : 0;
    const group = own && others >= LEAST_PEERS ? own : all;
    const inside = group.names.has(name);
    const ratio = inside && group.reporting.has(name) ? (traffic.get(name)?.ratio ?? null) : null;
    return {
      count: group.names.size - (inside ? 1 : 0),
      reporting: group.reporting.size - (group.reporting.has(name) ? 1 : 0),
      kept: medianWithout(group.kept, ratio),
      wave: own?.wave ?? null,
    };
  };
}

function toGroup(members: readonly Reading[], traffic: ReadonlyMap<string, Traffic>): Group {
  const reports = members.filter((one) => one.minute >= 0 && one.minute > one.fetched - one.subject.objectives.noDataAfterMinutes);
  const ratios = reports.map((one) => traffic.get(one.subject.name)?.ratio ?? Number.NaN).filter((ratio) => !Number.isNaN(ratio));
  return {
    names: new Set(members.map((one) => one.subject.name)),
    reporting: new Set(reports.map((one) => one.subject.name)),
    kept: Float64Array.from(ratios).sort(),
    wave: new WaveStatistics(members),
  };
}
