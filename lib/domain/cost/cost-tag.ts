/**
 * Which charges a registry's `costTag` means: `Key` (the value is the cell's name), `Key=value`, or `Key=value|value before` for a
 * cell that was renamed.
 *
 * @example parseCostTag('Cell=beta|alpha', 'beta') // { key: 'Cell', values: ['beta', 'alpha'] }
 */
export function parseCostTag(text: string, cell: string): { key: string; values: readonly string[] } {
  const equals = text.indexOf('=');
  if (equals === -1) return { key: text.trim(), values: [cell] };
  return {
    key: text.slice(0, equals).trim(),
    values: text
      .slice(equals + 1)
      .split('|')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  };
}
