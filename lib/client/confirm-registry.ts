import type { RegistryPair } from '#lib/domain/registry/registry-confirmation.ts';
import { postJson } from './post-json.ts';

/** Tells the server that a held registry is meant. @throws RequestError */
export function confirmRegistry({ inForce, held }: RegistryPair): Promise<{ id: string }> {
  return postJson<{ id: string }>('/api/registry/confirm', { inForce, held });
}
