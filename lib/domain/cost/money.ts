import { Decimal } from 'decimal.js';

/**
 * Money as a whole number of 10⁻¹⁰ of the currency: all the decimals that Cost Explorer gives. Sums are exact, and a million of
 * them take milliseconds, where decimal objects take seconds.
 */
export type Money = bigint;

const DECIMALS = 10;
const ONE = 10_000_000_000n;
/** One cent. */
export const CENT: Money = ONE / 100n;

/** As AWS writes nearly all amounts; what else a decimal may look like ("1E-7") the library reads. */
const PLAIN = /^(-?)(\d+)(?:\.(\d{1,10}))?$/;

/** Money of decimal text such as "-0.0000053528"; what is finer than 10⁻¹⁰ is rounded half to even. Throws on what is no decimal. */
export function parseMoney(text: string): Money {
  const plain = PLAIN.exec(text);
  if (plain) {
    const units = BigInt((plain[2] as string) + (plain[3] ?? '').padEnd(DECIMALS, '0'));
    return plain[1] === '-' ? -units : units;
  }
  return toMoney(new Decimal(text));
}

/** Exact decimal text without zeros at the end: "12.5", "0", "-0.0000053528". */
export function moneyText(money: Money): string {
  const digits = (money < 0n ? -money : money).toString().padStart(DECIMALS + 1, '0');
  const decimals = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${money < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${decimals && `.${decimals}`}`;
}

/** To the cent, half away from zero: "12.50". */
export function centsText(money: Money): string {
  const cents = toCents(money);
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Whole cents, half away from zero. */
export function toCents(money: Money): bigint {
  return money < 0n ? -((-money + CENT / 2n) / CENT) : (money + CENT / 2n) / CENT;
}

/** Money times a ratio of two numbers, rounded to 10⁻¹⁰: for means and unit costs, which are no sums. */
export function scaleMoney(money: Money, times: number, over = 1): Money {
  return toMoney(new Decimal(money.toString()).times(times).dividedBy(over).dividedBy(ONE.toString()));
}

/** As a float, in units of the currency: for charts, ratios and statistics, never for sums that are shown. */
export function moneyNumber(money: Money): number {
  return Number(money) / 1e10;
}

/** Money of a float, for what is an estimate anyway. */
export function estimatedMoney(value: number): Money {
  return toMoney(new Decimal(value));
}

/** `part` ÷ `whole`; null where the whole is nothing. */
export function moneyRatio(part: Money, whole: Money): number | null {
  return whole === 0n ? null : Number(part) / Number(whole);
}

export function absolute(money: Money): Money {
  return money < 0n ? -money : money;
}

const Precise = Decimal.clone({ precision: 60 });

function toMoney(decimal: Decimal): Money {
  const units = new Precise(decimal).times(ONE.toString()).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
  if (!units.isFinite()) throw new RangeError(`no amount of money: ${decimal}`);
  return BigInt(units.toFixed(0));
}
