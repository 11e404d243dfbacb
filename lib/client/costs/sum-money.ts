/** The exact sum of amounts to the cent, as decimal text. */
export function sumMoney(amounts: readonly string[]): string {
  const cents = amounts.reduce((sum, text) => sum + centsOf(text), 0n);
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function centsOf(text: string): bigint {
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
  const cents = BigInt(whole + decimals.padEnd(2, '0').slice(0, 2));
  return text.startsWith('-') ? -cents : cents;
}
