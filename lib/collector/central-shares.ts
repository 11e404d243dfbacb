import type { Reader } from '#lib/aws/aws.ts';
import type { Alarm, ReadState } from '#lib/domain/facts.ts';
import type { Cell } from '#lib/domain/registry/registry.ts';
import { attributeCentralAlarms } from './attribute-alarms.ts';

/** What the monitoring account holds for one cell. */
export interface CentralShare {
  alarms: Alarm[];
  /** States of the reads that this cell depends on. */
  reads: ReadState[];
}

/** The alarms of the monitoring account in one Region, and how their last read went. */
interface CentralTarget {
  reader: Reader;
  alarms: readonly Alarm[];
  read: ReadState;
}

/**
 * Alarms that the monitoring account keeps for cells, by name of the cell, with the reads that each cell depends on.
 *
 * A cell depends on the central read of a Region when the last good one held an alarm for it: while that read is denied,
 * throttled or stale, a part of the cell's alarms is unknown, and the cell is not healthy on what its own account says. Before
 * the first good read nobody knows for whom alarms stand there: then every cell of that Region depends on it. A cell for which a
 * good read held nothing expects nothing there: a later failure stands in the freshness bar alone, and does not blank the fleet.
 */
export function centralShares(targets: readonly CentralTarget[], cells: readonly Cell[]): ReadonlyMap<string, CentralShare> {
  const shares = new Map<string, CentralShare>();
  const share = (name: string): CentralShare => {
    const known = shares.get(name) ?? { alarms: [], reads: [] };
    shares.set(name, known);
    return known;
  };
  const names = new Set(cells.map((cell) => cell.name));
  for (const { reader, alarms, read } of targets) {
    const told = toldOfCentral(read);
    // Without a monitoring account, this is where cells outside AWS keep their alarms, and no others.
    const awaited = reader.accountId !== null && read.observedAt === null ? cells.filter((cell) => cell.region === reader.region) : [];
    for (const cell of awaited) share(cell.name).reads.push(told);
    if (alarms.length === 0) continue;
    for (const [name, held] of attributeCentralAlarms(alarms, residentsOf(cells, reader.region), names)) {
      share(name).alarms.push(...held);
      share(name).reads.push(told);
    }
  }
  return shares;
}

/** Names of cells by account, in one Region. */
function residentsOf(cells: readonly Cell[], region: string): Map<string, string[]> {
  const residents = new Map<string, string[]>();
  for (const { accountId, name, region: home } of cells) {
    if (accountId === null || home !== region) continue;
    const known = residents.get(accountId);
    if (known) known.push(name);
    else residents.set(accountId, [name]);
  }
  return residents;
}

/** On a cell's page the failure of another account must say whose it is. */
function toldOfCentral(read: ReadState): ReadState {
  const { failure } = read;
  if (!failure) return read;
  const where = `Alarms kept in the monitoring account${failure.accountId === null ? '' : ` ${failure.accountId}`} can't be read`;
  return { ...read, failure: { ...failure, message: `${where}: ${failure.message}` } };
}
