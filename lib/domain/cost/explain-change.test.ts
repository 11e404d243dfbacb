import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainChange } from './explain-change.ts';
import { parseMoney } from './money.ts';

const contributions = (amounts: Record<string, string>) =>
  Object.entries(amounts).map(([of, amount]) => ({ of, amount: parseMoney(amount) }));
const explained = (change: string, amounts: Record<string, string>) =>
  explainChange(parseMoney(change), contributions(amounts)).map(({ of }) => of);

describe('what explains a change', () => {
  it('is the largest contributions, until four fifths are explained', () => {
    expect(explained('100', { a: '10', b: '60', c: '25', d: '5' })).toEqual(['b', 'c']);
  });

  it('goes in the direction of the change', () => {
    expect(explained('-30', { a: '-25', b: '40', c: '-45' })).toEqual(['c']);
    expect(explained('10', { a: '-90', b: '100' })).toEqual(['b']);
  });

  it('is nothing where nothing changed', () => {
    expect(explained('0', { a: '-1', b: '1' })).toEqual([]);
  });

  it('is at most five', () => {
    expect(explained('100', Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`s${at}`, '1'])))).toHaveLength(5);
  });

  it('always tells the largest first, all along the change', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-1000n, 1000n), { maxLength: 20 }), (amounts) => {
        const change = amounts.reduce((sum, amount) => sum + amount, 0n);
        const told = explainChange(
          change,
          amounts.map((amount, of) => ({ of, amount })),
        ).map(({ amount }) => amount);
        const size = (amount: bigint) => (amount < 0n ? -amount : amount);
        return (
          told.every((amount) => amount > 0n === change > 0n) &&
          told.every((amount, at) => at === 0 || size(amount) <= size(told[at - 1] as bigint)) &&
          (change === 0n || told.length > 0)
        );
      }),
    );
  });
});
