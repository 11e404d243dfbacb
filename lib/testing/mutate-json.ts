import fc from 'fast-check';

/** One thing done to a JSON value at some place of it. */
interface Mutation {
  /** Chooses the place. */
  at: number;
  kind: 'replace' | 'remove' | 'add' | 'repeat';
  /** JSON. */
  text: string;
}

const DEEP = 1_000;

/** JSON that no one expects where it turns up. As text: a value would be shared, and too deep to be shown when a test fails. */
const HOSTILE: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1.5', '1e308', '-1e308', '9007199254740993', '[]', '{}', '[null]', '[[]]', '[{}]'],
  ...['', '\0', '\ud800', '\udfff\ud800', '\u202e', '💥'.repeat(300), 'NaN', 'Infinity', '-1', '2026-02-30', '9'.repeat(400)].map(quoted),
  ...['a'.repeat(300_000), '__proto__', 'constructor', 'toString', '<script>alert(1)</script>', 'javascript:alert(1)'].map(quoted),
  ...['{cell}', '*'.repeat(50), '\r\n', '\u2028', "' OR 1=1 --", '../../etc/passwd'].map(quoted),
  ...['['.repeat(DEEP) + ']'.repeat(DEEP), `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`, `[${'0,'.repeat(20_000)}0]`, '[{},{},{}]'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}'],
];

function quoted(text: string): string {
  return JSON.stringify(text);
}

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', '', 'x', '\0', 'length', '__defineGetter__'];

/** What is done to a document, one after the other. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'repeat'),
    text: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...HOSTILE) }, fc.json({ maxDepth: 3 })),
  }) as fc.Arbitrary<Mutation>,
  { minLength: 1, maxLength: 3 },
);

/** A copy of a JSON value with the mutations done to it. Own members named `__proto__` survive JSON.stringify. */
export function mutated(value: unknown, given: readonly Mutation[]): unknown {
  const box: unknown[] = [JSON.parse(JSON.stringify(value))];
  for (const { at, kind, text } of given) {
    const other: unknown = JSON.parse(text);
    const places = placesIn(box);
    const place = places[at % places.length];
    if (!place) break;
    const { holder, key } = place;
    if (kind === 'replace') set(holder, key, other);
    else if (kind === 'remove') remove(holder, key);
    else if (kind === 'repeat' && Array.isArray(holder)) holder.push(holder[Number(key)]);
    else if (Array.isArray(holder)) holder.splice(Number(key), 0, other);
    else set(holder, NAMES[at % NAMES.length] ?? 'x', other);
  }
  return box[0] ?? null;
}

type Holder = unknown[] | Record<string, unknown>;

/** Every member and entry, not into those that were made deep. */
function placesIn(holder: Holder, depth = 0): { holder: Holder; key: string }[] {
  if (depth > 12) return [];
  return Object.entries(holder)
    .slice(0, 200)
    .flatMap(([key, inner]) => [
      { holder, key },
      ...(typeof inner === 'object' && inner !== null ? placesIn(inner as Holder, depth + 1) : []),
    ]);
}

function set(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
