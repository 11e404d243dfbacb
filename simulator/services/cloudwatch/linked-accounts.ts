import type { World } from '../../world/types.ts';

const known = new WeakMap<World, Map<string, ReadonlyMap<string, string>>>();

/** Labels of the accounts that share their metrics in a Region, by their ids. Links never change while a world lives. */
export function linkedAccounts(world: World, region: string): ReadonlyMap<string, string> {
  const regions = known.get(world) ?? new Map<string, ReadonlyMap<string, string>>();
  known.set(world, regions);
  let linked = regions.get(region);
  if (!linked) {
    linked = new Map(world.links(region).map((link) => [link.accountId, link.label]));
    // Regions come from requests: only those of the world are worth keeping.
    if (world.regions.includes(region)) regions.set(region, linked);
  }
  return linked;
}
