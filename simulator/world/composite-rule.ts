import type { AlarmWorld } from './types.ts';

type State = AlarmWorld['state'];

/**
 * Whether the rule of a composite alarm holds. An alarm that does not exist counts as INSUFFICIENT_DATA.
 * @throws SyntaxError for a rule that CloudWatch would refuse.
 */
export function ruleHolds(rule: string, stateOf: (name: string) => State | undefined): boolean {
  const tokens = rule.match(/"[^"]*"|'[^']*'|[()]|[^\s()"']+/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`The alarm rule can't be read at "${tokens[at] ?? 'its end'}": ${rule}`);
  };
  const expect = (token: string) => {
    if (tokens[at] !== token) fail();
    at++;
  };
  function term(): boolean {
    const token = tokens[at++];
    if (token === 'NOT') return !term();
    if (token === 'TRUE') return true;
    if (token === 'FALSE') return false;
    if (token === '(') {
      const value = either();
      expect(')');
      return value;
    }
    if (token === 'ALARM' || token === 'OK' || token === 'INSUFFICIENT_DATA') {
      expect('(');
      const words: string[] = [];
      while (at < tokens.length && tokens[at] !== ')') words.push(tokens[at++] ?? '');
      expect(')');
      if (words.length === 0) fail();
      const name = words
        .join(' ')
        .replace(/^(["'])(.*)\1$/, '$2')
        .replace(/^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:/, '');
      return (stateOf(name) ?? 'INSUFFICIENT_DATA') === token;
    }
    at--;
    return fail();
  }
  function both(): boolean {
    let value = term();
    while (tokens[at] === 'AND') {
      at++;
      const next = term();
      value = value && next;
    }
    return value;
  }
  function either(): boolean {
    let value = both();
    while (tokens[at] === 'OR') {
      at++;
      const next = both();
      value = value || next;
    }
    return value;
  }
  const value = either();
  if (at < tokens.length) fail();
  return value;
}
