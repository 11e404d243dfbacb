import { parseRegistry } from '#lib/domain/registry/parse-registry.ts';
import type { Registry } from '#lib/domain/registry/registry.ts';
import type { Store } from '#lib/store/store.ts';

/** Under this key the store keeps the text of the last valid registry. */
const KEPT_KEY = 'registry';

/** The registry that was in force when Cellwatch ran last. */
export interface KeptRegistry {
  registry: Registry;
  text: string;
  /** When it came into force, epoch ms. */
  at: number;
}

/** Keeps a registry that came into force, for a start at which none can be read. @throws StoreError */
export async function keepRegistry(store: Pick<Store, 'saveSnapshot'>, text: string, at: number): Promise<void> {
  await store.saveSnapshot(KEPT_KEY, at, new TextEncoder().encode(text));
}

/** Null when none is kept, or when it is not valid to this version of Cellwatch. @throws StoreError */
export async function keptRegistry(store: Pick<Store, 'lastSnapshot'>): Promise<KeptRegistry | null> {
  const kept = await store.lastSnapshot(KEPT_KEY);
  if (!kept) return null;
  const text = new TextDecoder().decode(kept.body);
  const parsed = parseRegistry(text);
  return parsed.ok ? { registry: parsed.registry, text, at: kept.at } : null;
}
