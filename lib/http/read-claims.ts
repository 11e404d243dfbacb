/** What the access rules ask of an ID token. */
export interface IdentityClaims {
  groups: readonly string[];
  /** Null when the provider names none. */
  email: string | null;
  emailVerified: boolean;
}

/**
 * Takes groups and e-mail out of an ID token's claims. Providers name groups differently and some drop them when there
 * are many (Entra ID over 200); `groupsMissing` tells that apart from a person who is in none.
 */
export function readClaims(claims: Readonly<Record<string, unknown>>, groupsClaim: string): IdentityClaims & { groupsMissing: boolean } {
  const given = claims[groupsClaim];
  const list = Array.isArray(given) ? given : typeof given === 'string' ? [given] : null;
  return {
    groups: (list ?? []).filter((group): group is string => typeof group === 'string'),
    email: typeof claims.email === 'string' ? claims.email.toLowerCase() : null,
    // Some providers send the text "true"; anything else is not verified.
    emailVerified: claims.email_verified === true || claims.email_verified === 'true',
    groupsMissing: list === null,
  };
}
