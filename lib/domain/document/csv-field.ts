/** What a spreadsheet takes for a formula; some read the wide signs of East Asian input alike. */
const FORMULA = /^\s*[=+\-@|%＝＋－＠]|^[\t\r\n]/;
const AMOUNT = /^-?\d+(\.\d+)?$/;

/**
 * A field of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it; an amount is none.
 * Quoted also where a spreadsheet of another language would part it: at semicolons and tabs.
 */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const safe = FORMULA.test(text) && !AMOUNT.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
