import type { Refuse } from './fault-list.ts';
import { refuseForbidden } from './refuse-forbidden.ts';
import { isTooDeep, refuseOutsized } from './refuse-outsized.ts';

/** The largest document that is read: the registry, the access policy. */
export const DOCUMENT_BYTES_AT_MOST = 5 * 1024 * 1024;

/**
 * Reads a document as a JSON object; null when there is nothing to check further. Never throws.
 * @param name begins sentences about it, for example `The registry`
 */
export function readJsonObject(text: string, name: string, told: Refuse): object | null {
  const refuse = (message: string): null => {
    told('', `${name} ${message}`);
    return null;
  };
  const size = bytesOf(text);
  if (size > DOCUMENT_BYTES_AT_MOST) {
    return refuse(`has ${size.toLocaleString('en')} bytes; at most ${DOCUMENT_BYTES_AT_MOST.toLocaleString('en')} are read`);
  }
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.trim() === '') return refuse('is empty');
  if (isTooDeep(plain)) return refuse('is nested too deeply to be one');
  let document: unknown;
  try {
    document = JSON.parse(plain);
  } catch (error) {
    return refuse(`is not JSON: ${jsonFault(error, plain)}`);
  }
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return refuse('is not an object');
  if (refuseOutsized(document, told)) return null;
  refuseForbidden(document, told);
  return document;
}

/** Bytes in UTF-8, counted only where the characters leave a doubt. */
function bytesOf(text: string): number {
  return text.length > DOCUMENT_BYTES_AT_MOST || text.length * 3 <= DOCUMENT_BYTES_AT_MOST
    ? text.length
    : new TextEncoder().encode(text).byteLength;
}

/** The engine's words, with line and column where it tells the position, else with the text near the fault. */
function jsonFault(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/end of JSON input/.test(message)) return 'it ends too early';
  const position = /^(.*?)(?: in JSON)? at position (\d+)/s.exec(message);
  if (position) {
    const before = text.slice(0, Number(position[2])).split('\n');
    return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${position[1]}`;
  }
  const near = /^(Unexpected token .*?), (?:\.\.\.)?"(.*)"(?:\.\.\.)? is not valid JSON$/s.exec(message);
  return near ? `${near[1]} near ${near[2]?.replace(/\s+/g, ' ').trim()}` : message;
}
