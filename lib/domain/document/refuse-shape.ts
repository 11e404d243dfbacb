import { z } from 'zod';
import { pathText } from './fault.ts';
import type { Refuse } from './fault-list.ts';
import { isForbidden } from './refuse-forbidden.ts';
import { suggest } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** Says a schema's issues in words, with the nearest known word where one is near. */
export function refuseShape(issues: readonly Issue[], document: unknown, schema: z.ZodType, refuse: Refuse): void {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path);
      for (const key of issue.keys) {
        // Forbidden names have a fault of their own.
        if (isForbidden(key)) continue;
        refuse(
          () => pathText([...issue.path, key]),
          () => `unknown member${suggest(key, known)}`,
        );
      }
    } else {
      refuse(
        () => pathText(issue.path),
        () => sentence(issue, valueAt(document, issue.path)),
      );
    }
  }
}

function sentence(issue: Issue, found: unknown): string {
  if (found === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return `is missing; expected ${expected(issue)}`;
  const shown = show(found);
  // The schema's own words, where it has any.
  if (issue.code === 'invalid_value' && !issue.message.startsWith('Invalid')) return `${shown} ${issue.message}`;
  switch (issue.code) {
    case 'invalid_value': {
      const values = issue.values.map(String);
      return `${shown} is not ${values.length === 1 ? values[0] : `one of ${values.join(', ')}`}${typeof found === 'string' ? suggest(found, values) : ''}`;
    }
    case 'invalid_type':
      return `${shown} is not ${expected(issue)}`;
    case 'too_small':
      return issue.origin === 'array'
        ? 'is empty; expected at least one'
        : `${shown} is too small; expected at least ${issue.minimum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `has more than ${issue.maximum} entries`
        : `${shown} is too large; expected at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'invalid_format':
      return issue.format === 'url' ? `${shown} is not a web address` : `${shown} ${issue.message}`;
    default:
      return issue.message;
  }
}

const NOUNS: Record<string, string> = {
  string: 'a text in quotes',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
};

function expected(issue: Issue): string {
  if (issue.code === 'invalid_type') return NOUNS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value')
    return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
  return 'a value';
}

/** Objects and lists are named, not spelled out: they may be long, or nested deeper than JSON.stringify can follow. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}

/** The members that the schema knows at a path. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const key of [...path, null]) {
    while (at instanceof z.ZodOptional || at instanceof z.ZodNullable || at instanceof z.ZodDefault) at = at.unwrap();
    if (key === null) break;
    if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodObject) at = at.shape[String(key)];
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}
