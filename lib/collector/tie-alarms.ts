import type { Alarm } from '#lib/domain/facts.ts';

const NOBODY: readonly string[] = [];

/**
 * Whom each alarm of one account and Region names, by the alarm's name; empty for those that name nobody. In this order: whose
 * metric it watches (`watches`, then a dimension's value that is a name), whom its children name, with whose name its own
 * begins, whom the composite names that it is a child of. Takes time in proportion to the alarms, however many names there are.
 */
export function tieAlarms(
  alarms: readonly Alarm[],
  names: ReadonlySet<string>,
  watches: (alarm: Alarm) => readonly string[] = () => NOBODY,
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const ties = new Map<string, readonly string[]>();
  const tie = (alarm: Alarm): readonly string[] => {
    const known = ties.get(alarm.name);
    if (known) return known;
    // Composites may refer to each other in a circle.
    ties.set(alarm.name, NOBODY);
    const found = first(
      () => watches(alarm),
      () => Object.values(alarm.metric?.dimensions ?? {}).filter((value) => names.has(value)),
      () => alarm.children.flatMap((name) => tied(byName.get(name))),
      () => beginning(alarm.name, names),
    );
    ties.set(alarm.name, found);
    return found;
  };
  const tied = (alarm: Alarm | undefined) => (alarm ? tie(alarm) : NOBODY);
  const parents = alarms.filter((alarm) => tie(alarm).length > 0);
  for (const parent of parents) {
    for (const name of parent.children) {
      const child = byName.get(name);
      if (!child || tie(child).length > 0) continue;
      ties.set(name, tie(parent));
      parents.push(child);
    }
  }
  return ties;
}

function first(...ways: (() => readonly string[])[]): readonly string[] {
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return [...new Set(found)];
  }
  return NOBODY;
}

/** Alarm names that start with a cell's name: "prod-use1-a-errors"; the longest such name wins. */
function beginning(alarm: string, names: ReadonlySet<string>): readonly string[] {
  const ends = [...alarm.matchAll(/[-_./: ]/g)].map((separator) => separator.index);
  for (const end of [...ends, alarm.length].reverse()) {
    const start = alarm.slice(0, end);
    if (names.has(start)) return [start];
  }
  return NOBODY;
}
