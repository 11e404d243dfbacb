/**
 * The shapes of requests and responses, compiled once from the SDK's own operation schemas
 * (tuples: [3, namespace, name, traits, member names, member schemas, required count]).
 */
export type Shape =
  | { kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' }
  | { kind: 'list'; member: Shape }
  | { kind: 'map'; value: Shape }
  | StructureShape;

export interface StructureShape {
  kind: 'structure';
  name: string;
  members: Map<string, Shape>;
  required: string[];
}

const EMPTY: StructureShape = { kind: 'structure', name: 'Unit', members: new Map(), required: [] };
const compiled = new WeakMap<object, Shape>();

/** @param schema as the SDK's packages export it; hand-written ones have the same form. */
function compileShape(schema: unknown): Shape {
  if (typeof schema === 'function') return compileShape(schema());
  if (schema === 'unit') return EMPTY;
  if (typeof schema === 'number') return compileSimple(schema);
  if (!Array.isArray(schema)) throw new TypeError(`Not a schema: ${String(schema)}`);
  // A pair is a member: its schema and its traits.
  if (schema.length === 2) return compileShape(schema[0]);
  const known = compiled.get(schema);
  if (known) return known;
  const [kind] = schema;
  if (kind === 0) return compileShape(schema[4]);
  if (kind === 1) {
    const shape: Shape = { kind: 'list', member: EMPTY };
    compiled.set(schema, shape);
    shape.member = compileShape(schema[4]);
    return shape;
  }
  if (kind === 2) {
    const shape: Shape = { kind: 'map', value: EMPTY };
    compiled.set(schema, shape);
    shape.value = compileShape(schema[5]);
    return shape;
  }
  const names = schema[4] as string[];
  const shape: StructureShape = {
    kind: 'structure',
    name: String(schema[2]),
    members: new Map(),
    required: names.slice(0, (schema[6] as number | undefined) ?? 0),
  };
  compiled.set(schema, shape);
  names.forEach((name, i) => {
    shape.members.set(name, compileShape((schema[5] as unknown[])[i]));
  });
  return shape;
}

function compileSimple(schema: number): Shape {
  if (schema >= 128) return { kind: 'map', value: compileSimple(schema & 0b11_1111) };
  if (schema >= 64) return { kind: 'list', member: compileSimple(schema & 0b11_1111) };
  if (schema === 0) return { kind: 'string' };
  if (schema === 1 || schema === 17 || schema === 19) return { kind: 'number' };
  if (schema === 2) return { kind: 'boolean' };
  if (schema >= 4 && schema <= 7) return { kind: 'timestamp' };
  if (schema === 21 || schema === 42) return { kind: 'blob' };
  return { kind: 'document' };
}

/** An operation's input and output as structures. */
export function compileStructure(schema: unknown): StructureShape {
  const shape = compileShape(schema);
  return shape.kind === 'structure' ? shape : EMPTY;
}
