import { grouped } from './grouped.ts';

const SPACE = '\u00a0';
const MINUS = '\u2212';

const symbols = new Map<string, { before: string; after: string }>();

/** Where a currency's sign stands: "$" before, "SEK" before with a space. */
function signOf(currency: string): { before: string; after: string } {
  let known = symbols.get(currency);
  if (!known) {
    const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency }).formatToParts(1);
    const at = parts.findIndex(({ type }) => type === 'integer');
    const text = (some: typeof parts) => some.map(({ value }) => value).join('');
    known = {
      before: text(parts.slice(0, at)),
      after: text(parts.slice(at).filter(({ type }) => type === 'currency' || type === 'literal')),
    };
    symbols.set(currency, known);
  }
  return known;
}

function withSign(digits: string, negative: boolean, currency: string, plus: boolean): string {
  const { before, after } = signOf(currency);
  return `${negative ? MINUS : plus ? '+' : ''}${before}${digits}${after}`;
}

/**
 * Decimal text to the cent (half away from zero), digit by digit, never as a float: "$84,310.12", "−$5.25". `plus` shows the sign of
 * what is gained.
 *
 * @example money('84310.12', 'USD') // "$84,310.12"
 */
export function money(text: string, currency: string, plus = false): string {
  const [units = '0', decimals = ''] = text.replace('-', '').split('.');
  const up = (decimals[2] ?? '0') >= '5' ? 1n : 0n;
  const cents = (BigInt(units + decimals.padEnd(2, '0').slice(0, 2)) + up).toString().padStart(3, '0');
  const nothing = /^0*$/.test(cents);
  return withSign(
    `${cents.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${cents.slice(-2)}`,
    text.startsWith('-') && !nothing,
    currency,
    plus && !nothing,
  );
}

/** An estimate, or what is read at a glance: whole units, "$121,000". Cents below ten. */
export function aboutMoney(value: number, currency: string, plus = false): string {
  const size = Math.abs(value);
  const decimals = size < 10 && size >= 0.005 ? 2 : 0;
  const digits = grouped(size, decimals);
  return withSign(digits, value < 0 && Number(digits.replaceAll(',', '')) !== 0, currency, plus && value > 0);
}

/** For scales: "$0", "$500", "$1.5k", "$2M". */
export function shortMoney(value: number, currency: string): string {
  const size = Math.abs(value);
  const [by, unit] = size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
  return withSign(`${Number((size / by).toFixed(size < 10 ? 2 : 1))}${unit}`, value < 0, currency, false);
}

/** A change as percent with its sign: "+22.2 %", "−0.3 %"; "0 %" within a twentieth of one. */
export function changePercent(ratio: number): string {
  const value = ratio * 100;
  const size = Math.abs(value);
  if (size < 0.05) return `0${SPACE}%`;
  const digits = grouped(size, size < 99.95 ? 1 : 0);
  return `${value < 0 ? MINUS : '+'}${digits}${SPACE}%`;
}

/** What is left of an error budget: "82 %", "−14 %". */
export function budgetPercent(left: number): string {
  const value = Math.round(left * 100);
  return `${value < 0 ? MINUS : ''}${grouped(Math.abs(value), 0)}${SPACE}%`;
}
