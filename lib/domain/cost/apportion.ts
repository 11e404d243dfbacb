import { CENT, type Money, toCents } from './money.ts';

/** Parts of an amount in the ratio of whole weights, each within one 10⁻¹⁰ of it, whose sum is the amount. Null when all weights are 0. */
export function apportion(amount: Money, weights: readonly bigint[]): Money[] | null {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return null;
  let weighed = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weighed += weight;
    const upToHere = (amount * weighed) / all;
    const part = upToHere - given;
    given = upToHere;
    return part;
  });
}

/**
 * Amounts to the cent, such that they add up to their sum to the cent: those with the largest remainder are rounded up. What a page
 * shows then adds up on paper.
 */
export function roundTogether(amounts: readonly Money[]): Money[] {
  const total = toCents(amounts.reduce((sum, amount) => sum + amount, 0n));
  const floors = amounts.map((amount) => amount / CENT - (amount % CENT < 0n ? 1n : 0n));
  const missing = Number(total - floors.reduce((sum, floor) => sum + floor, 0n));
  const order = amounts.map((amount, index) => ({ index, rest: amount - (floors[index] as bigint) * CENT }));
  order.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order.slice(0, missing)) floors[index] = (floors[index] as bigint) + 1n;
  return floors.map((cents) => cents * CENT);
}
