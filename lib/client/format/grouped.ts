/** By number of decimals. Made once: toLocaleString makes a new one for each number, which takes fifty times as long as to use it. */
const formats = new Map<number, Intl.NumberFormat>();

/** A number with its thousands apart and exactly so many decimals: "1,240.5". */
export function grouped(value: number, decimals: number): string {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  return format.format(value);
}
