import type { Alarm } from '#lib/domain/facts.ts';
import { tieAlarms } from './tie-alarms.ts';

/** Who lives in one account and Region, by name. */
export interface Residents {
  cells: readonly string[];
  shared: readonly string[];
}

/**
 * Which of an account's alarms in a Region speak of which cell or shared item. Where one lives alone, all do.
 *
 * Where several do, an alarm counts for those that it names. One that names nobody is not lost: it may speak of any cell
 * there, so every cell of the account and Region shows it, marked `inAccount`. It votes as it would in an account of one cell
 * (degraded, or critical where the registry names it so), since a page in ALARM must not leave them all green.
 */
export function attributeAlarms(alarms: readonly Alarm[], { cells, shared }: Residents): Map<string, Alarm[]> {
  const found = new Map<string, Alarm[]>();
  const [alone] = cells.length === 1 ? cells : [];
  if (cells.length === 0 || (alone !== undefined && shared.length === 0)) {
    for (const name of [...cells, ...shared]) found.set(name, [...alarms]);
    return found;
  }
  const ties = tieAlarms(alarms, new Set([...cells, ...shared]));
  const nameless: Alarm[] = [];
  for (const alarm of alarms) {
    const names = ties.get(alarm.name) ?? [];
    for (const name of names) give(found, name, alarm);
    if (names.length > 0) continue;
    if (alone !== undefined) give(found, alone, alarm);
    else if (isWorthTelling(alarm)) nameless.push({ ...alarm, inAccount: true });
  }
  if (nameless.length > 0) for (const name of cells) found.set(name, [...(found.get(name) ?? []), ...nameless]);
  return found;
}

/**
 * Alarms of the monitoring account in one Region, by the cell of which they speak: the one whose account's metric they watch, or
 * that they name. An alarm on a metric of an account with several cells that names none counts for all of them, as above.
 * One that watches the monitoring account's own metrics and names no cell speaks of none.
 *
 * @param residents cells by account in that Region
 * @param names of all cells
 */
export function attributeCentralAlarms(
  alarms: readonly Alarm[],
  residents: ReadonlyMap<string, readonly string[]>,
  names: ReadonlySet<string>,
): Map<string, Alarm[]> {
  const found = new Map<string, Alarm[]>();
  const watched = (alarm: Alarm | undefined) => residents.get(alarm?.metric?.accountId ?? '') ?? [];
  const ties = tieAlarms(alarms, names, (alarm) => (watched(alarm).length === 1 ? watched(alarm) : []));
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  for (const alarm of alarms) {
    const tied = ties.get(alarm.name) ?? [];
    for (const name of tied) give(found, name, alarm);
    if (tied.length > 0 || !isWorthTelling(alarm)) continue;
    // A composite watches what its children watch.
    const accounts = new Set([watched(alarm), ...alarm.children.map((child) => watched(byName.get(child)))]);
    const marked = { ...alarm, inAccount: true };
    for (const cells of accounts) for (const name of cells) give(found, name, marked);
  }
  return found;
}

/** Quiet alarms that name nobody would only lengthen every cell's list; a quiet composite still speaks for its children. */
function isWorthTelling(alarm: Alarm): boolean {
  return alarm.state !== 'OK' || alarm.evaluation !== null || alarm.kind === 'composite';
}

function give(found: Map<string, Alarm[]>, name: string, alarm: Alarm): void {
  const list = found.get(name);
  if (list) list.push(alarm);
  else found.set(name, [alarm]);
}
