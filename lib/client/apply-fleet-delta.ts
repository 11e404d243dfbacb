import type { FleetDelta, FleetView } from '#lib/views/fleet-view.ts';

/** `known`: the view has it already; `gap`: something between is missing, so the whole view must be fetched. */
export type DeltaOutcome = { kind: 'applied'; view: FleetView } | { kind: 'known' } | { kind: 'gap' };

/**
 * Applies what changed to the view before it. Cells that did not change stay the same objects, so that only changed tiles
 * draw again; new cells come last, since a delta does not tell their place.
 */
export function applyFleetDelta(view: FleetView, delta: FleetDelta): DeltaOutcome {
  if (isNotNewer(delta.version, view.version)) return { kind: 'known' };
  if (delta.previous !== view.version) return { kind: 'gap' };
  const { previous: _previous, changed, removed, ...rest } = delta;
  const fresh = new Map(changed.map((cell) => [cell.name, cell]));
  const gone = new Set(removed);
  const kept = gone.size === 0 ? view.cells : view.cells.filter((cell) => !gone.has(cell.name));
  const cells = kept.map((cell) => {
    const replacement = fresh.get(cell.name);
    if (!replacement) return cell;
    fresh.delete(cell.name);
    return replacement;
  });
  return { kind: 'applied', view: { ...rest, cells: [...cells, ...fresh.values()] } };
}

/** Versions are `boot-sequence`: within one boot the sequence tells which is newer; across boots nothing does. */
export function isNotNewer(version: string, than: string): boolean {
  if (version === than) return true;
  const [boot, sequence] = split(version);
  const [thanBoot, thanSequence] = split(than);
  return boot === thanBoot && sequence <= thanSequence;
}

function split(version: string): [boot: string, sequence: number] {
  const at = version.lastIndexOf('-');
  return [version.slice(0, at), Number(version.slice(at + 1))];
}
