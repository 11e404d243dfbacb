/** A pause is extended by so long unless its dialog is told otherwise. */
export const EXTEND_BY_MS = 2 * 3_600_000;
