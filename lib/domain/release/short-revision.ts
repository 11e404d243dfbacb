const SHORT = 5;
/** An abbreviated commit id is at least this long. */
const LEAST_PREFIX = 5;
/** Names such as "v1.12.3" are told whole up to this length. */
const LONGEST_NAME = 16;

/** How people call a revision: the first 5 characters of a commit id or digest; a short name such as "v1.12.3" whole. */
export function shortRevision(id: string): string {
  const bare = withoutAlgorithm(id);
  if (!isHash(bare) && bare.length <= LONGEST_NAME) return bare;
  return bare.slice(0, SHORT);
}

/** Whether two ids name one revision: equal, or one a prefix of the other with at least 5 characters. */
export function sameRevision(a: string, b: string): boolean {
  const one = withoutAlgorithm(a).toLowerCase();
  const other = withoutAlgorithm(b).toLowerCase();
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= LEAST_PREFIX && isHash(long) && long.startsWith(short);
}

/** Ids of different kinds can't be compared: a commit, an image's digest, a name. */
export function revisionKind(id: string): 'commit' | 'digest' | 'name' {
  if (withoutAlgorithm(id) !== id) return 'digest';
  return isHash(id) ? 'commit' : 'name';
}

/** "sha256:1f0e…" → "1f0e…". */
function withoutAlgorithm(id: string): string {
  return id.replace(/^[a-z]+\d*:(?=[0-9a-f]+$)/i, '');
}

function isHash(id: string): boolean {
  return /^[0-9a-f]{5,}$/i.test(id);
}
