import { LOOK_WORDS, type Look } from '#lib/client/format/state-words.ts';
import { CLOUDS, type Cloud, ENVIRONMENTS, type Environment } from '#lib/domain/registry/registry.ts';

export const GROUPINGS = ['wave', 'region', 'environment', 'health', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];
export const SORTS = ['sickest', 'name'] as const;
export type Sort = (typeof SORTS)[number];

/** Worst first, as people look for them. */
export const LOOKS = ['critical', 'no-data', 'degraded', 'healthy', 'out-of-service'] as const satisfies readonly Look[];

/** What of the fleet is shown, and how. All of it lives in the address; empty lists mean all. */
export interface FleetFilter {
  group: Grouping;
  sort: Sort;
  text: string;
  looks: readonly Look[];
  waves: readonly string[];
  regions: readonly string[];
  environments: readonly Environment[];
  clouds: readonly Cloud[];
  /** Developer cells are hidden until asked for. */
  developer: boolean;
  /** Name of the selected cell. */
  cell: string | null;
  wall: boolean;
}

export const NO_FILTER: FleetFilter = {
  group: 'wave',
  sort: 'sickest',
  text: '',
  looks: [],
  waves: [],
  regions: [],
  environments: [],
  clouds: [],
  developer: false,
  cell: null,
  wall: false,
};

/** Reads the address. Values it does not know are ignored, so that an old link still opens. */
export function parseFleetFilter(params: { get(name: string): string | null; getAll(name: string): string[] }): FleetFilter {
  return {
    group: oneOf(GROUPINGS, params.get('group')) ?? 'wave',
    sort: oneOf(SORTS, params.get('sort')) ?? 'sickest',
    text: params.get('q') ?? '',
    looks: known(LOOKS, params.getAll('state')),
    waves: [...new Set(params.getAll('wave'))],
    regions: [...new Set(params.getAll('region'))],
    environments: known(ENVIRONMENTS, params.getAll('environment')),
    clouds: known(CLOUDS, params.getAll('cloud')),
    developer: params.get('developer') !== null,
    cell: params.get('cell') || null,
    wall: params.get('wall') !== null,
  };
}

/** The query of the address, without its question mark; what is as usual is left out. */
export function formatFleetFilter(filter: FleetFilter): string {
  const params = new URLSearchParams();
  if (filter.group !== 'wave') params.set('group', filter.group);
  if (filter.sort !== 'sickest') params.set('sort', filter.sort);
  if (filter.text !== '') params.set('q', filter.text);
  for (const look of filter.looks) params.append('state', look);
  for (const wave of filter.waves) params.append('wave', wave);
  for (const region of filter.regions) params.append('region', region);
  for (const environment of filter.environments) params.append('environment', environment);
  for (const cloud of filter.clouds) params.append('cloud', cloud);
  if (filter.developer) params.set('developer', '1');
  if (filter.cell !== null) params.set('cell', filter.cell);
  if (filter.wall) params.set('wall', '1');
  return params.toString();
}

/** The filter's own words, for "no cell matches …": `state critical, region eu-west-1`. */
export function describeFleetFilter(filter: FleetFilter): string {
  const parts: string[] = [];
  if (filter.text.trim() !== '') parts.push(`“${filter.text.trim()}”`);
  if (filter.looks.length > 0) parts.push(`state ${filter.looks.map((look) => LOOK_WORDS[look]).join(' or ')}`);
  if (filter.waves.length > 0) parts.push(`wave ${filter.waves.join(' or ')}`);
  if (filter.regions.length > 0) parts.push(`region ${filter.regions.join(' or ')}`);
  if (filter.environments.length > 0) parts.push(`environment ${filter.environments.join(' or ')}`);
  if (filter.clouds.length > 0) parts.push(`cloud ${filter.clouds.join(' or ')}`);
  return parts.join(', ');
}

function oneOf<T extends string>(all: readonly T[], value: string | null): T | undefined {
  return all.find((one) => one === value);
}

function known<T extends string>(all: readonly T[], values: readonly string[]): T[] {
  return all.filter((one) => values.includes(one));
}
