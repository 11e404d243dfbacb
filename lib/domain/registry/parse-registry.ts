import { checkReferences } from './check-references.ts';
import type { RegistryFault } from './fault.ts';
import { fillIn } from './fill-in.ts';
import type { Registry } from './registry.ts';
import { registrySchema } from './schema.ts';
import { shapeFaults } from './shape-faults.ts';

/** The largest registry that is read, in characters (and bytes, when it is fetched). */
export const MAX_REGISTRY_BYTES = 5_000_000;
const MOST_FAULTS = 50;

export type ParsedRegistry = { ok: true; registry: Registry } | { ok: false; faults: readonly RegistryFault[] };

/** Parses and checks a registry document; every fault is told with its path, at most 50 of them. */
export function parseRegistry(text: string): ParsedRegistry {
  const refuse = (message: string): ParsedRegistry => ({ ok: false, faults: [{ path: '', message }] });
  if (text.length > MAX_REGISTRY_BYTES)
    return refuse(
      `The registry has ${text.length.toLocaleString('en')} characters; at most ${MAX_REGISTRY_BYTES.toLocaleString('en')} are read`,
    );
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.trim() === '') return refuse('The registry is empty');
  let document: unknown;
  try {
    document = JSON.parse(plain);
  } catch (error) {
    return refuse(`The registry is not JSON: ${jsonFault(error, plain)}`);
  }
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return refuse('The registry is not an object');
  const shaped = registrySchema.safeParse(document);
  const faults = shaped.success ? checkReferences(shaped.data) : shapeFaults(shaped.error.issues, document, registrySchema);
  if (faults.length === 0 && shaped.success) return { ok: true, registry: fillIn(shaped.data) };
  if (faults.length <= MOST_FAULTS) return { ok: false, faults };
  return { ok: false, faults: [...faults.slice(0, MOST_FAULTS), { path: '', message: `and ${faults.length - MOST_FAULTS} more` }] };
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
