/** A 32-bit hash of two integers; the source of every random choice in the world. */
export function hash(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** A 32-bit hash of a text. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return hash(h, text.length);
}

/** Uniform in [0, 1). */
export function uniform(a: number, b: number): number {
  return hash(a, b) / 4_294_967_296;
}

/** About a standard normal deviate, never beyond 2.45 (two uniforms): tame on purpose. */
export function deviate(a: number, b: number): number {
  const h = hash(a, b);
  return ((h & 0xffff) + (h >>> 16) - 65_535) / 26_754;
}

/** Smooth noise in [0, 1) with a random knot at every whole `at`. */
export function smooth(seed: number, at: number): number {
  const left = Math.floor(at);
  const f = at - left;
  const a = uniform(seed, left);
  return a + (uniform(seed, left + 1) - a) * f * f * (3 - 2 * f);
}

/** Autocorrelated noise in [-1, 1]: smooth value noise over waves of 7 h, 95 min and 17 min. */
export function drift(seed: number, minute: number): number {
  return (
    (smooth(seed, minute / 420) - 0.5) * 1.0 + (smooth(seed + 1, minute / 95) - 0.5) * 0.64 + (smooth(seed + 2, minute / 17) - 0.5) * 0.36
  );
}
