import type { Alarm } from '#lib/domain/facts.ts';
import type { Cell } from '#lib/domain/registry/registry.ts';

/**
 * Which of an account's alarms in a Region speak of which cell. Where the account holds one cell, all do;
 * where it holds several, an alarm counts for the cells that its metric's dimensions (or its children, or its name) name.
 */
export function attributeAlarms(alarms: readonly Alarm[], cells: readonly Pick<Cell, 'name'>[]): Map<string, Alarm[]> {
  const [only] = cells;
  if (only && cells.length === 1) return new Map([[only.name, [...alarms]]]);
  const names = new Set(cells.map((cell) => cell.name));
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const found = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    for (const name of namedBy(alarm, names, byName, new Set())) found.set(name, [...(found.get(name) ?? []), alarm]);
  }
  return found;
}

/** Alarms of the monitoring account, by the cell whose metric they watch. */
export function attributeCentralAlarms(alarms: readonly Alarm[], region: string, cells: readonly Cell[]): Map<string, Alarm[]> {
  const inAccount = new Map<string, Cell[]>();
  const names = new Set<string>();
  for (const cell of cells) {
    names.add(cell.name);
    if (cell.accountId !== null && cell.region === region) inAccount.set(cell.accountId, [...(inAccount.get(cell.accountId) ?? []), cell]);
  }
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  const found = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const accountId = alarm.metric?.accountId ?? null;
    const [only, second] = accountId === null ? [] : (inAccount.get(accountId) ?? []);
    const cellNames = only && !second ? [only.name] : namedBy(alarm, names, byName, new Set());
    for (const name of cellNames) found.set(name, [...(found.get(name) ?? []), alarm]);
  }
  return found;
}

function namedBy(alarm: Alarm, names: ReadonlySet<string>, byName: ReadonlyMap<string, Alarm>, seen: Set<string>): string[] {
  if (seen.has(alarm.name)) return [];
  seen.add(alarm.name);
  const dimensions = Object.values(alarm.metric?.dimensions ?? {}).filter((value) => names.has(value));
  if (dimensions.length > 0) return [...new Set(dimensions)];
  const children = alarm.children.flatMap((name) => {
    const child = byName.get(name);
    return child ? namedBy(child, names, byName, seen) : [];
  });
  if (children.length > 0) return [...new Set(children)];
  // Alarm names that start with a cell's name: "prod-use1-a-errors"; the longest such name wins.
  const parts = alarm.name.split(/[-_./: ]/);
  for (let length = parts.length; length > 0; length--) {
    const start = alarm.name.slice(0, parts.slice(0, length).join('-').length);
    if (names.has(start)) return [start];
  }
  return [];
}
