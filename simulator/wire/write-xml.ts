import type { FlatNames } from './service.ts';
import type { Shape } from './shape.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 can not carry them, not even escaped
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text as the content of an XML element. */
export function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '\uFFFD').replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Writes the content of an element in the query protocol: lists as <member>, times in ISO 8601. */
export function writeXml(shape: Shape, value: unknown, flat?: FlatNames): string {
  switch (shape.kind) {
    case 'timestamp':
      return (value as Date).toISOString().replace('.000Z', 'Z');
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'list': {
      let text = '';
      for (const item of value as unknown[]) text += `<member>${writeXml(shape.member, item)}</member>`;
      return text;
    }
    case 'map': {
      let text = '';
      for (const [key, item] of Object.entries(value as object)) {
        text += `<entry><key>${escapeXml(key)}</key><value>${writeXml(shape.value, item)}</value></entry>`;
      }
      return text;
    }
    case 'structure': {
      let text = '';
      for (const [name, member] of shape.members) {
        const item = (value as Record<string, unknown>)[name];
        if (item === undefined || item === null) continue;
        const element = flat?.outputs[name];
        text += element === undefined ? `<${name}>${writeXml(member, item, flat)}</${name}>` : writeFlat(element, member, item, flat);
      }
      return text;
    }
    case 'document':
      return escapeXml(JSON.stringify(value));
    default:
      return escapeXml(String(value));
  }
}

function writeFlat(element: string, shape: Shape, value: unknown, flat: FlatNames | undefined): string {
  if (shape.kind === 'list') {
    return (value as unknown[]).map((item) => `<${element}>${writeXml(shape.member, item, flat)}</${element}>`).join('');
  }
  const entries = Object.entries(value as object);
  return entries
    .map(([key, text]) => `<${element}><Name>${escapeXml(key)}</Name><Value>${escapeXml(String(text))}</Value></${element}>`)
    .join('');
}
