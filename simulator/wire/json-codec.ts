import { serializationError } from './aws-error.ts';
import type { Shape } from './shape.ts';

const NUMBERS_AS_TEXT: Record<string, number> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

/** Characters of the path to a value; filters of filters have no other end. */
const MAX_PATH = 4096;

/** Reads what JSON.parse (or a CBOR decoder) gave, by its shape. Unknown members are ignored, as AWS does. @throws AwsError */
export function readDocument(shape: Shape, value: unknown, path = ''): unknown {
  if (value === null || value === undefined) return undefined;
  if (path.length > MAX_PATH) throw serializationError('The request is nested too deeply');
  const fail = (expected: string) => {
    throw serializationError(`${path || 'The request'} can not be read: expected ${expected}, got ${describe(value)}`);
  };
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : fail('a string');
    case 'number':
      if (typeof value === 'number') return value;
      if (typeof value === 'bigint') return Number(value);
      return typeof value === 'string' && value in NUMBERS_AS_TEXT ? NUMBERS_AS_TEXT[value] : fail('a number');
    case 'boolean':
      return typeof value === 'boolean' ? value : fail('a boolean');
    case 'timestamp':
      return readTimestamp(value) ?? fail('a timestamp');
    case 'blob':
      if (value instanceof Uint8Array) return value;
      return typeof value === 'string' ? Buffer.from(value, 'base64') : fail('base64');
    case 'document':
      return value;
    case 'list':
      if (!Array.isArray(value)) return fail('a list');
      return value.map((item, i) => readDocument(shape.member, item, `${path}[${i}]`)).filter((item) => item !== undefined);
    case 'map': {
      if (!isPlainObject(value)) return fail('a map');
      const result: Record<string, unknown> = Object.create(null);
      for (const [key, item] of Object.entries(value)) result[key] = readDocument(shape.value, item, `${path}.${key}`);
      return result;
    }
    case 'structure': {
      if (!isPlainObject(value)) return fail('a structure');
      const result: Record<string, unknown> = {};
      for (const [name, member] of shape.members) {
        if (!Object.hasOwn(value, name)) continue;
        const item = readDocument(member, value[name], path ? `${path}.${name}` : name);
        if (item !== undefined) result[name] = item;
      }
      return result;
    }
  }
}

function readTimestamp(value: unknown): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  if (typeof value !== 'number') return undefined;
  const date = new Date(value * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a structure';
  return JSON.stringify(value)?.slice(0, 40) ?? typeof value;
}

/** Writes an output as JSON. Times are epoch seconds. */
export function writeJson(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'string':
      return JSON.stringify(String(value));
    case 'number':
      return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    case 'boolean':
      return value ? 'true' : 'false';
    case 'timestamp':
      return String((value as Date).getTime() / 1000);
    case 'blob':
      return JSON.stringify(Buffer.from(value as Uint8Array).toString('base64'));
    case 'document':
      return JSON.stringify(value);
    case 'list': {
      const { member } = shape;
      // Points are nearly all of what is ever sent: they go without a call for each.
      if (member.kind === 'timestamp') return `[${(value as Date[]).map((item) => item.getTime() / 1000).join(',')}]`;
      if (member.kind === 'number' && (value as number[]).every(Number.isFinite)) return `[${(value as number[]).join(',')}]`;
      let text = '';
      for (const item of value as unknown[]) text += `${text ? ',' : ''}${writeJson(member, item)}`;
      return `[${text}]`;
    }
    case 'map': {
      let text = '';
      for (const [key, item] of Object.entries(value as object)) {
        text += `${text ? ',' : ''}${JSON.stringify(key)}:${writeJson(shape.value, item)}`;
      }
      return `{${text}}`;
    }
    case 'structure': {
      let text = '';
      for (const [name, member] of shape.members) {
        const item = (value as Record<string, unknown>)[name];
        if (item === undefined || item === null) continue;
        text += `${text ? ',' : ''}"${name}":${writeJson(member, item)}`;
      }
      return `{${text}}`;
    }
  }
}
