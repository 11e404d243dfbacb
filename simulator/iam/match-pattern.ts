const compiled = new Map<string, RegExp>();
const KEPT = 5000;

/** Whether a text matches a pattern of a policy, in which * is any text and ? any character. */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  const id = `${ignoreCase ? 'i' : 's'}${pattern}`;
  let expression = compiled.get(id);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(id, expression);
  }
  return expression.test(text);
}
