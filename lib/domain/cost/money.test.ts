import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centsText, moneyText, parseMoney, scaleMoney } from './money.ts';

describe('money', () => {
  it.each([
    ['139.1894733281', 1_391_894_733_281n],
    ['-0.0000053528', -53_528n],
    ['0', 0n],
    ['12', 120_000_000_000n],
    ['1E-7', 1_000n],
    ['-2.5e+3', -25_000_000_000_000n],
    ['0.00000000005', 0n],
    ['0.00000000015', 2n],
  ])('reads %s exactly', (text, units) => {
    expect(parseMoney(text)).toBe(units);
  });

  it.each(['', 'abc', '1,000', 'Infinity', 'NaN'])('refuses %j', (text) => {
    expect(() => parseMoney(text)).toThrow();
  });

  it('writes what it read', () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 25n), 10n ** 25n), (units) => parseMoney(moneyText(units)) === units));
  });

  it.each([
    ['1.005', '1.01'],
    ['-1.005', '-1.01'],
    ['-0.004', '0.00'],
    ['0.0049999999', '0.00'],
    ['1234567.891', '1234567.89'],
  ])('rounds %s to the cent', (text, cents) => {
    expect(centsText(parseMoney(text))).toBe(cents);
  });

  it('divides without a float on the way', () => {
    expect(moneyText(scaleMoney(parseMoney('1'), 1, 3))).toBe('0.3333333333');
    expect(moneyText(scaleMoney(parseMoney('900719925474099.3'), 10, 10))).toBe('900719925474099.3');
  });
});
