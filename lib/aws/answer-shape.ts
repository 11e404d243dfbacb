/**
 * A schema of the SDK, as its generated clients hold it, where it is no number for a simple type, or a function that makes it when
 * first asked for. Source: @smithy/core/schema.
 */
type Static = readonly [kind: number, space: string, name: string, traits: unknown, first: unknown, second?: unknown];

const SIMPLE: ReadonlyMap<number, (value: unknown) => boolean> = new Map([
  [0, (value) => typeof value === 'string'],
  [1, (value) => typeof value === 'number'],
  [2, (value) => typeof value === 'boolean'],
  ...[4, 5, 6, 7].map((timestamp) => [timestamp, (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime())] as const),
]);
const [LIST, MAP, STRUCTURE, UNION, ERROR] = [1, 2, 3, 4, -3] as const;
/** A number from here on is a list, or a map, of the simple type that its lower bits name. */
const LIST_OF = 64;
const MAP_OF = 128;
const LOWER_BITS = 63;

/**
 * The path of the first member whose value is not of the type that the service's model gives it; null when all are. The SDK hands
 * on what it finds: a text where a list belongs would throw far from the call, or be shown. Members that are left out are fine.
 * Paths are put together on the way back: of a good answer none is.
 */
export function misfit(schema: unknown, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const known = resolved(schema);
  if (typeof known === 'number') {
    if (known >= MAP_OF) return inMap(known & LOWER_BITS, value);
    if (known >= LIST_OF) return inList(known & LOWER_BITS, value);
    return (SIMPLE.get(known)?.(value) ?? true) ? null : '';
  }
  if (!isStatic(known)) return null;
  const [kind, , , , first, second] = known;
  switch (kind) {
    case LIST:
      return inList(first, value);
    case MAP:
      return inMap(second, value);
    case STRUCTURE:
    case UNION:
    case ERROR:
      return inStructure(first as readonly string[], second as readonly unknown[], value);
    default:
      return misfit(first, value);
  }
}

function inList(schema: unknown, value: unknown): string | null {
  if (!Array.isArray(value)) return '';
  const known = resolved(schema);
  for (let i = 0; i < value.length; i++) {
    const found = value[i] === undefined || value[i] === null ? '' : misfit(known, value[i]);
    if (found !== null) return `[${i}]${found}`;
  }
  return null;
}

function inMap(schema: unknown, value: unknown): string | null {
  if (!isRecord(value)) return '';
  for (const key of Object.keys(value)) {
    const found = misfit(schema, value[key]);
    if (found !== null) return `.${key}${found}`;
  }
  return null;
}

function inStructure(names: readonly string[], schemas: readonly unknown[], value: unknown): string | null {
  if (!isRecord(value)) return '';
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? '';
    const found = misfit(schemas[i], value[name]);
    if (found !== null) return `.${name}${found}`;
  }
  return null;
}

/** Without what is around it: a function that makes it, a member's own traits. */
function resolved(schema: unknown): unknown {
  let known = schema;
  for (;;) {
    if (typeof known === 'function') known = known();
    else if (Array.isArray(known) && known.length === 2) known = known[0];
    else return known;
  }
}

const isStatic = (schema: unknown): schema is Static => Array.isArray(schema) && schema.length >= 5;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
