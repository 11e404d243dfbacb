import { z } from 'zod';

/** Under this key the store keeps a confirmation until it is used or falls away. */
export const CONFIRMATION_KEY = 'registry-confirmation';

/** Exactly two documents, by the SHA-256 of their texts. */
export interface RegistryPair {
  /** The one in force. */
  inForce: string;
  /** The one that is held. */
  held: string;
}

/** Body of POST /api/registry/confirm. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256, as 64 hexadecimal digits');
export const registryPair: z.ZodType<RegistryPair> = z.strictObject({ inForce: sha256, held: sha256 });

/** That an admin wants a held registry in force. It is good for these two documents, once. */
export interface RegistryConfirmation extends RegistryPair {
  /** Ties the entries of the audit log together. */
  id: string;
  by: { id: string; name: string; email: string | null };
}

export const isSamePair = (one: RegistryPair, other: RegistryPair): boolean => one.inForce === other.inForce && one.held === other.held;

const kept: z.ZodType<RegistryConfirmation> = z.object({
  inForce: sha256,
  held: sha256,
  id: z.string(),
  by: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }),
});

export const encodeConfirmation = (confirmation: RegistryConfirmation): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(confirmation));

/** Null for what is no confirmation. */
export function decodeConfirmation(bytes: Uint8Array): RegistryConfirmation | null {
  try {
    return kept.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
