import type { Registry } from './registry.ts';

/** A registry that would lose more than this share of the cells in force is held. */
const HELD_ABOVE = 0.2;
/** Names told of all waves together. */
const NAMES_TOLD = 200;

/** What the cells in force would lose by another registry. */
export interface RegistryLoss {
  /** Numbers of cells: in force, in the other one, of those in force that it lacks, and of its own that are not in force. */
  before: number;
  after: number;
  lost: number;
  added: number;
  /** Waves that would lose cells, in their order; null for cells of no wave. Of many names the first are told. */
  waves: readonly { wave: string | null; lost: number; of: number; names: readonly string[] }[];
}

type Cells = { readonly cells: readonly Pick<Registry['cells'][number], 'name' | 'wave'>[] };

/** Compares two registries by the names of their cells. */
export function registryLoss(inForce: Cells & Pick<Registry, 'waves'>, other: Cells): RegistryLoss {
  const theirs = new Set(other.cells.map(({ name }) => name));
  const lost = inForce.cells.filter(({ name }) => !theirs.has(name));
  let room = NAMES_TOLD;
  const waves = [...inForce.waves.map(({ name }) => name), null].flatMap((wave) => {
    const going = lost.filter((cell) => cell.wave === wave).map(({ name }) => name);
    if (going.length === 0) return [];
    const names = going.slice(0, room);
    room -= names.length;
    return [{ wave, lost: going.length, of: inForce.cells.filter((cell) => cell.wave === wave).length, names }];
  });
  const kept = inForce.cells.length - lost.length;
  return { before: inForce.cells.length, after: other.cells.length, lost: lost.length, added: other.cells.length - kept, waves };
}

/** Whether so much would be lost that somebody must confirm it. */
export const isGreatLoss = ({ lost, before }: RegistryLoss): boolean => lost > before * HELD_ABOVE;
