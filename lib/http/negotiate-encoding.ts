export type Encoding = 'br' | 'gzip' | 'identity';

/** In the order that we prefer them when the viewer likes them equally. */
const PREFERENCE: readonly Encoding[] = ['br', 'gzip', 'identity'];

/**
 * Chooses a content coding by Accept-Encoding (RFC 9110, 12.5.3): the highest q wins, and among equals the smallest body.
 * Without a usable answer the body goes as it is, which the RFC prefers to a refusal.
 */
export function negotiateEncoding(header: string | null): Encoding {
  if (header === null || header.trim() === '') return 'identity';
  const weights = new Map<string, number>();
  for (const part of header.split(',')) {
    const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
    const coding = name.trim() === 'x-gzip' ? 'gzip' : name.trim();
    if (coding !== '') weights.set(coding, weightOf(parameters));
  }
  const rest = weights.get('*');
  // What is not named is out, except identity, which only an explicit q=0 (or *;q=0) forbids.
  const weight = (coding: Encoding) => weights.get(coding) ?? rest ?? (coding === 'identity' ? 0.0001 : 0);
  let best: Encoding = 'identity';
  let bestWeight = 0;
  for (const coding of PREFERENCE) {
    if (weight(coding) > bestWeight) {
      best = coding;
      bestWeight = weight(coding);
    }
  }
  return best;
}

function weightOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const match = /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/.exec(parameter);
    if (match?.[1]) return Math.min(1, Number(match[1]));
  }
  return 1;
}
