import { drain } from '../drain.ts';
import { apportion } from './apportion.ts';
import type { Owner } from './attribution.ts';
import type { Spread } from './cost-ask.ts';
import type { OwnedSlots } from './cost-sheet.ts';
import type { Span } from './period.ts';
import type { TrafficDays } from './traffic-days.ts';

type CellOwner = Extract<Owner, { kind: 'cell' }>;

/** What was done with shared costs. */
export interface Spreading {
  owned: OwnedSlots[];
  /** How they are spread; `apart` when that was asked, or could not be helped. */
  done: Spread;
  /** Why they are not spread as asked. */
  why: string | null;
}

/**
 * Shared costs, and what nobody tagged in accounts that cells share, spread over cells in service by their traffic in the span, or
 * evenly. Column by column and to the last digit, so that the sum stays the bill's. What no cell claims stays apart: nobody has
 * said that it serves the cells.
 */
export function spreadShared(owned: readonly OwnedSlots[], how: Spread, traffic: TrafficDays, span: Span): Spreading {
  return drain(spreadSharedSteps(owned, how, traffic, span));
}

/** The same in small steps. */
export function* spreadSharedSteps(
  owned: readonly OwnedSlots[],
  how: Spread,
  traffic: TrafficDays,
  span: Span,
): Generator<undefined, Spreading> {
  if (how === 'apart') return { owned: [...owned], done: 'apart', why: null };
  const cells = owned.filter(
    (one): one is OwnedSlots & { owner: CellOwner } => one.owner.kind === 'cell' && one.owner.cell.state === 'in-service',
  );
  const weights = cells.map(({ owner }) => (how === 'evenly' ? 1n : BigInt(Math.round(traffic.enough(owner.name, span) ?? 0))));
  if (weights.every((weight) => weight === 0n)) {
    const why = how === 'evenly' ? 'no cell in service has costs' : 'the traffic of cells in this period is not known';
    return { owned: [...owned], done: 'apart', why: `Shared costs are shown apart: ${why}.` };
  }
  const slots = new Map(cells.map(({ owner, slots: own }) => [owner.id, own.slice()]));
  const left: OwnedSlots[] = [];
  for (const one of owned) {
    const { owner } = one;
    if (owner.kind === 'cell') continue;
    const takers =
      owner.kind === 'shared' || owner.kind === 'untagged'
        ? weights.map((weight, i) => (mayTake(cells[i]?.owner, owner) ? weight : 0n))
        : [];
    if (takers.every((weight) => weight === 0n)) {
      left.push(one);
      continue;
    }
    for (const [column, amount] of one.slots.entries()) {
      if (amount === 0n) continue;
      yield;
      for (const [i, part] of (apportion(amount, takers) ?? []).entries()) {
        const into = slots.get(cells[i]?.owner.id ?? '');
        if (into) into[column] = (into[column] as bigint) + part;
      }
    }
  }
  const spread = owned
    .filter(({ owner }) => owner.kind === 'cell')
    .map((one) => ({ owner: one.owner, slots: slots.get(one.owner.id) ?? one.slots }));
  return { owned: [...spread, ...left], done: how, why: null };
}

/** What is untagged in an account is its cells' own. */
function mayTake(cell: CellOwner | undefined, owner: Owner): boolean {
  return cell !== undefined && (owner.kind !== 'untagged' || owner.cells.some(({ name }) => name === cell.name));
}
