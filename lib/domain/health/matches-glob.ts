const COMPILED = new Map<string, RegExp>();

/** True when the name matches one of the glob patterns: `*` any run of characters, `?` one character, the rest as written, case and all. */
export function matchesGlob(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => compile(pattern).test(name));
}

function compile(pattern: string): RegExp {
  let compiled = COMPILED.get(pattern);
  if (!compiled) {
    const source = pattern
      .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      // A run of stars is one star: more would make matching exponential.
      .replace(/(?:\\\*)+/g, '.*')
      .replace(/\\\?/g, '.');
    compiled = new RegExp(`^${source}$`, 's');
    if (COMPILED.size > 1_000) COMPILED.clear();
    COMPILED.set(pattern, compiled);
  }
  return compiled;
}
