/**
 * Whether an SPDX expression (ISO/IEC 5962, annex D) leaves a choice that is allowed throughout: all of what AND joins, one of what
 * OR joins. What can't be read is not allowed.
 */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean => {
    let one = both();
    while (words[at] === 'OR') {
      at++;
      const other = both();
      one ||= other;
    }
    return one;
  };
  const both = (): boolean => {
    let all = single();
    while (words[at] === 'AND') {
      at++;
      const other = single();
      all &&= other;
    }
    return all;
  };
  const single = (): boolean => {
    const word = words[at++];
    if (word !== '(') return word !== undefined && allowed.has(word);
    const inner = either();
    return words[at++] === ')' && inner;
  };
  return either() && at === words.length;
}
