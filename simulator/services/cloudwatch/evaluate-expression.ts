import type { MetricPoints } from '../../world/types.ts';
import { validationError } from './cloudwatch-errors.ts';

type Value = number | ReadonlyMap<number, number>;
const MAX_LENGTH = 2048;
const MAX_DEPTH = 50;

/**
 * Metric math of numbers, ids, + - * / and parentheses; anything else (functions, SEARCH, Metrics Insights) is refused.
 * Two series meet where both have a point.
 * @param name of the parameter, for the error
 * @throws AwsError ValidationError
 */
export function evaluateExpression(text: string, name: string, pointsOf: (id: string) => MetricPoints | undefined): MetricPoints {
  const fail = (why: string): never => {
    throw validationError(`Error in expression '${text.slice(0, 200)}' for parameter ${name}: ${why}`);
  };
  if (text.length > MAX_LENGTH) fail('too long');
  const tokens = text.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[a-zA-Z_][a-zA-Z0-9_]*|[^\s]/g) ?? [];
  let at = 0;
  let depth = 0;
  let series = 0;
  function factor(): Value {
    if (++depth > MAX_DEPTH) fail('nested too deeply');
    const token = tokens[at++] ?? fail('it ends too early');
    let value: Value;
    if (token === '-') value = combine('-', 0, factor());
    else if (token === '(') {
      value = sum();
      if (tokens[at++] !== ')') fail('a parenthesis is not closed');
    } else if (/^\d/.test(token)) value = Number(token);
    else if (/^[a-z]/.test(token) && tokens[at] !== '(') {
      const points = pointsOf(token) ?? fail(`unknown id ${token}`);
      series++;
      value = new Map(points.timestamps.map((time, i) => [time, points.values[i] ?? Number.NaN]));
    } else value = fail(`the simulator does not know "${token}"`);
    depth--;
    return value;
  }
  function product(): Value {
    let value = factor();
    while (tokens[at] === '*' || tokens[at] === '/') value = combine(tokens[at++] ?? '', value, factor());
    return value;
  }
  function sum(): Value {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') value = combine(tokens[at++] ?? '', value, product());
    return value;
  }
  const value = sum();
  if (at < tokens.length) fail(`unexpected "${tokens[at]}"`);
  if (typeof value === 'number' || series === 0) return fail('the result must be a time series');
  const entries = [...value].filter(([, number]) => Number.isFinite(number)).sort(([a], [b]) => a - b);
  return { timestamps: entries.map(([time]) => time), values: entries.map(([, number]) => number) };
}

function combine(operator: string, a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return apply(operator, a, b);
  const result = new Map<number, number>();
  for (const [time, number] of typeof a === 'number' ? (b as ReadonlyMap<number, number>) : a) {
    const left = typeof a === 'number' ? a : number;
    const right = typeof b === 'number' ? b : b.get(time);
    if (right !== undefined) result.set(time, apply(operator, left, right));
  }
  return result;
}

function apply(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  return operator === '*' ? a * b : a / b;
}
