const REFERENCE = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|([^()\s"]+))\s*\)/gi;

/** Names of the alarms that a composite alarm's rule refers to: `ALARM("a") AND NOT OK(arn:…:alarm:b)` → a, b. */
export function ruleChildren(rule: string): string[] {
  const names = new Set<string>();
  for (const [, quoted, bare] of rule.matchAll(REFERENCE)) {
    const reference = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
    const name = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(reference)?.[1] ?? reference;
    if (name) names.add(name);
  }
  return [...names];
}
