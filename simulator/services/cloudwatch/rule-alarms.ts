/** Names of the alarms that a composite alarm's rule looks at. */
export function ruleAlarms(rule: string): Set<string> {
  const names = new Set<string>();
  for (const match of rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^()"']+?))\s*\)/g)) {
    const name = (match[1] ?? match[2] ?? match[3] ?? '').replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '');
    if (name !== '') names.add(name);
  }
  return names;
}
