/** Engines break off at what is no character, or put another in its place: U+0000, and half of a surrogate pair. */
export const storable = <T>(value: T): T | string => (typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value);
