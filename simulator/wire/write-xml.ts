import type { Shape } from './shape.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 can not carry them, not even escaped
const UNWRITABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text as the content of an XML element. */
export function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '\uFFFD').replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Writes the content of an element in the query protocol: lists as <member>, times in ISO 8601. */
export function writeXml(shape: Shape, value: unknown): string {
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
        text += `<${name}>${writeXml(member, item)}</${name}>`;
      }
      return text;
    }
    case 'document':
      return escapeXml(JSON.stringify(value));
    default:
      return escapeXml(String(value));
  }
}
