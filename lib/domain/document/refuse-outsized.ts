import { pathText } from './fault.ts';
import type { Refuse } from './fault-list.ts';

/** Of one list or object. */
const MOST_MEMBERS = 10_000;
/** Of a whole document: 10,000 cells with all that can be said of them have half as many. */
const MOST_VALUES = 500_000;
/** Deeper than any document of ours. */
const DEEPEST = 32;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Whether a document is larger than any that means something: a schema would take seconds to find a million faults in it, and
 * end in a stack overflow. Stops at the first fault.
 */
export function refuseOutsized(document: object, refuse: Refuse): boolean {
  let values = 0;
  const outsized = (value: object, path: readonly PropertyKey[]): boolean => {
    const list = Array.isArray(value);
    const size = list ? value.length : Object.keys(value).length;
    values += size;
    if (size > MOST_MEMBERS) refuse(pathText(path), `has more than ${MOST_MEMBERS} ${list ? 'entries' : 'members'}`);
    else if (values > MOST_VALUES) refuse('', `has more than ${MOST_VALUES} values`);
    else
      return Object.entries(value).some(
        ([key, member]) => typeof member === 'object' && member !== null && outsized(member, [...path, list ? Number(key) : key]),
      );
    return true;
  };
  return outsized(document, []);
}

/** Whether JSON opens more lists and objects in each other than any document of ours: parsing millions of them takes seconds. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const sign = json.charCodeAt(i);
    if (quoted) {
      if (sign === BACKSLASH) i++;
      else if (sign === QUOTE) quoted = false;
    } else if (sign === QUOTE) quoted = true;
    else if (sign === OPEN_LIST || sign === OPEN_OBJECT) {
      if (++depth > DEEPEST) return true;
    } else if (sign === CLOSE_LIST || sign === CLOSE_OBJECT) depth--;
  }
  return false;
}
