import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, roundTogether } from './apportion.ts';
import { CENT, centsText, parseMoney, toCents } from './money.ts';

const amounts = fc.bigInt(-(10n ** 16n), 10n ** 16n);
const sum = (parts: readonly bigint[]) => parts.reduce((all, part) => all + part, 0n);

describe('apportion', () => {
  it('gives away exactly the amount, each part within one 10⁻¹⁰ of its share', () => {
    fc.assert(
      fc.property(amounts, fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 30 }), (amount, weights) => {
        const all = sum(weights);
        const parts = apportion(amount, weights);
        if (all === 0n) return parts === null;
        return (
          parts !== null &&
          sum(parts) === amount &&
          parts.every((part, at) => {
            const off = part * all - amount * (weights[at] as bigint);
            return (off < 0n ? -off : off) <= all;
          })
        );
      }),
    );
  });
});

describe('rounding together', () => {
  it('adds up to the sum to the cent, each within a cent of its amount', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 40 }), (given) => {
        const rounded = roundTogether(given);
        return (
          toCents(sum(given)) * CENT === sum(rounded) &&
          rounded.every((cents, at) => {
            const off = cents - (given[at] as bigint);
            return off > -CENT && off < CENT && cents % CENT === 0n;
          })
        );
      }),
    );
  });

  it('rounds up what has the largest remainder', () => {
    expect(roundTogether(['1.004', '1.004', '1.006', '0'].map(parseMoney)).map(centsText)).toEqual(['1.00', '1.00', '1.01', '0.00']);
  });
});
