/** True when the name matches one of the glob patterns: `*` any run of characters, `?` one character, the rest as written, case and all. */
export function matchesGlob(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(name, pattern));
}

/**
 * Never tries more than name × pattern steps: a star that was given too little is given one character more, and those before it
 * keep what they have. A regular expression would try every way to share a name among the stars.
 */
function matches(name: string, pattern: string): boolean {
  let at = 0;
  let to = 0;
  let star = -1;
  let given = 0;
  while (at < name.length) {
    if (pattern[to] === '*') {
      star = to++;
      given = at;
    } else if (to < pattern.length && (pattern[to] === '?' || pattern[to] === name[at])) {
      at++;
      to++;
    } else if (star >= 0) {
      to = star + 1;
      at = ++given;
    } else return false;
  }
  while (pattern[to] === '*') to++;
  return to === pattern.length;
}
