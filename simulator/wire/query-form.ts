import { serializationError } from './aws-error.ts';
import type { FlatNames } from './service.ts';
import type { Shape, StructureShape } from './shape.ts';

/** A parameter name split at its dots: A.member.1.B=x becomes A → member → 1 → B → x. */
interface Branch {
  text: string | null;
  under: Map<string, Branch>;
}

const MAX_DEPTH = 24;

/** Reads the form of the query protocol by the shape of the operation's input. @throws AwsError */
export function readQueryForm(shape: StructureShape, form: URLSearchParams, flat?: FlatNames): unknown {
  const root: Branch = { text: null, under: new Map() };
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version' || name.startsWith('X-Amz-')) continue;
    const parts = flat ? unflattened(name.split('.'), flat) : name.split('.');
    if (parts.length > MAX_DEPTH) throw serializationError(`The parameter ${name.slice(0, 80)} is nested too deeply`);
    let branch = root;
    for (const part of parts) {
      let next = branch.under.get(part);
      if (!next) {
        next = { text: null, under: new Map() };
        branch.under.set(part, next);
      }
      branch = next;
    }
    branch.text = value;
  }
  return readBranch(shape, root, '');
}

/** Attribute.1.Name becomes Attributes.1.key: as it would be called without flattening. */
function unflattened([first = '', ...rest]: string[], { inputs }: FlatNames): string[] {
  const member = inputs[first];
  if (member === undefined) return [first, ...rest];
  const [place = '', part, ...deeper] = rest;
  const inMap = member === 'Attributes' && (part === 'Name' || part === 'Value');
  return inMap ? [member, place, part === 'Name' ? 'key' : 'value'] : [member, place, ...(part === undefined ? [] : [part]), ...deeper];
}

function readBranch(shape: Shape, branch: Branch, path: string): unknown {
  switch (shape.kind) {
    case 'list':
      return readList(shape.member, branch, path);
    case 'map': {
      const result: Record<string, unknown> = Object.create(null);
      for (const entry of inOrder(branch.under.get('entry') ?? branch)) {
        const key = entry.under.get('key')?.text;
        const value = entry.under.get('value');
        if (typeof key === 'string' && value) result[key] = readBranch(shape.value, value, `${path}.${key}`);
      }
      return result;
    }
    case 'structure': {
      const result: Record<string, unknown> = {};
      for (const [name, under] of branch.under) {
        const member = shape.members.get(name);
        if (!member) continue;
        const value = readBranch(member, under, path ? `${path}.${name}` : name);
        if (value !== undefined) result[name] = value;
      }
      return result;
    }
    default:
      return branch.text === null ? undefined : readText(shape, branch.text, path);
  }
}

function readList(member: Shape, branch: Branch, path: string): unknown[] {
  // "Name=" alone is an empty list.
  return inOrder(branch.under.get('member') ?? branch).map((item, i) => readBranch(member, item, `${path}.member.${i + 1}`));
}

function inOrder(branch: Branch): Branch[] {
  return [...branch.under]
    .filter(([key]) => /^\d{1,7}$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function readText(shape: Shape, text: string, path: string): unknown {
  if (shape.kind === 'number') {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isNaN(number) && text !== 'NaN') throw malformed(path, text, 'a number');
    return number;
  }
  if (shape.kind === 'boolean') {
    if (text !== 'true' && text !== 'false') throw malformed(path, text, 'true or false');
    return text === 'true';
  }
  if (shape.kind === 'timestamp') {
    const date = /^-?\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(withZone(text));
    if (Number.isNaN(date.getTime())) throw malformed(path, text, 'a timestamp');
    return date;
  }
  return shape.kind === 'blob' ? Buffer.from(text, 'base64') : text;
}

function withZone(text: string): string {
  return /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? `${text}Z` : text;
}

function malformed(path: string, text: string, expected: string) {
  return serializationError(`${path}: "${text.slice(0, 40)}" is not ${expected}`);
}
