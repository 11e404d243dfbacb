/** Somebody as the identity provider names them. */
interface Named {
  /** The provider's subject. */
  id: string;
  email: string | null;
}

/**
 * Whether two sign-ins are one human: the same subject, or the same address under two subjects. Case and spaces around do not
 * make another person. Two without an address are told apart by their subjects alone.
 */
export function samePerson(one: Named, other: Named): boolean {
  const [a, b] = [plain(one.email ?? ''), plain(other.email ?? '')];
  return plain(one.id) === plain(other.id) || (a !== '' && a === b);
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
