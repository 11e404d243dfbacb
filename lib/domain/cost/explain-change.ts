import { absolute, type Money } from './money.ts';

/** One contribution to a change. */
export interface Contribution<T> {
  of: T;
  amount: Money;
}

const ENOUGH = 0.8;
const MOST = 5;

/**
 * What explains a change: the largest contributions in its direction, until at least 80 % of it is explained, five at most. Each
 * contribution counts whole, so together they may exceed a change that others soften.
 */
export function explainChange<T>(change: Money, contributions: readonly Contribution<T>[]): Contribution<T>[] {
  if (change === 0n) return [];
  const along = contributions.filter(({ amount }) => amount !== 0n && amount > 0n === change > 0n);
  along.sort((a, b) => (absolute(a.amount) > absolute(b.amount) ? -1 : 1));
  const explained: Contribution<T>[] = [];
  let sum = 0n;
  for (const contribution of along.slice(0, MOST)) {
    explained.push(contribution);
    sum += contribution.amount;
    if (Number(absolute(sum)) >= ENOUGH * Number(absolute(change))) break;
  }
  return explained;
}
