/** What became of a text that a person wrote: its value, or a sentence that helps to put it right. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; refusal: string };

export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refuse<T>(refusal: string): Parsed<T> {
  return { ok: false, refusal };
}
