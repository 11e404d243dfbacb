import type { Clock } from '#lib/clock.ts';
import type { Store } from '#lib/store/store.ts';
import { buildCellView, RANGES } from '#lib/views/build-cell-view.ts';
import { cellActions } from '#lib/views/cell-actions.ts';
import type { CellRange, CellView } from '#lib/views/fleet-view.ts';
import type { CellHistory } from './cell-history.ts';
import type { Collector } from './collector.ts';
import type { FleetBroadcast } from './fleet-broadcast.ts';

const CHANGES_SHOWN = 200;
/** Entries of the audit log read for a cell's timeline: an action leaves several. */
const ENTRIES_READ = 500;
interface CellParts {
  collector: Collector;
  broadcast: FleetBroadcast;
  history: CellHistory;
  store: Store;
  clock: Clock;
}

/** One cell as its page shows it; null when the registry has no such cell. Long ranges are read on demand. */
export async function readCellView(parts: CellParts, name: string, range: CellRange): Promise<CellView | null> {
  const { registry } = parts.collector.registryKeeper;
  const cell = registry?.cells.find((one) => one.name === name);
  const facts = parts.collector.book.cells.get(name);
  const fleet = parts.broadcast.current()?.view;
  if (!registry || !cell || !facts || !fleet) return null;
  const since = parts.clock.now() - RANGES[range].seconds * 1000;
  const past = await parts.history.read(registry, parts.collector.book.cells, cell, range);
  // Without its timeline the page still tells the health.
  const [changes, entries] = await Promise.all([
    parts.store.changesOf(name, since, CHANGES_SHOWN).catch(() => []),
    parts.store.searchAudit({ cell: name, from: since }, null, ENTRIES_READ).catch(() => []),
  ]);
  const actions = cellActions(entries);
  const { signals, notes, pending } = past;
  const rollouts = parts.collector.releases?.rollouts ?? [];
  return buildCellView({
    registry,
    cell,
    facts,
    fleet,
    range,
    signals,
    alarmPast: past.alarms,
    changes,
    rollouts,
    actions,
    notes,
    pending,
  });
}
