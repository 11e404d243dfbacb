import type { Identity } from '#lib/domain/access/resolve-roles.ts';

/**
 * Takes groups and e-mail out of an ID token's claims. Providers name groups differently and some drop them when there
 * are many (Entra ID over 200); null tells that apart from a person who is in none.
 */
export function readClaims(claims: Readonly<Record<string, unknown>>, groupsClaim: string): Identity {
  const given = claims[groupsClaim];
  const list = Array.isArray(given) ? given : typeof given === 'string' ? [given] : null;
  return {
    groups: list?.filter((group): group is string => typeof group === 'string') ?? null,
    email: typeof claims.email === 'string' ? claims.email.toLowerCase() : null,
    // Some providers send the text "true"; anything else is not verified.
    emailVerified: claims.email_verified === true || claims.email_verified === 'true',
  };
}
