const WORD = /[a-z0-9]+/gi;
const STARTS_WITH_WORD = /^[a-z0-9]+/i;
const WORD_CHARACTER = /[a-z0-9]/i;

/**
 * Finds which of many names stand in a text as words of their own, not inside another word. Reads the text once, however many
 * names there are: an action may name hundreds of accounts, and a stage thousands of cells.
 */
export class NameIndex {
  readonly #names = new Set<string>();
  /** Lengths of the names that begin with a word: there are few, however many names do. */
  readonly #lengths = new Map<string, Set<number>>();
  readonly #wordless: string[] = [];

  constructor(names: readonly string[]) {
    for (const name of names) {
      const word = STARTS_WITH_WORD.exec(name)?.[0];
      if (word === undefined) {
        this.#wordless.push(name);
        continue;
      }
      this.#names.add(name);
      const lengths = this.#lengths.get(word);
      if (lengths) lengths.add(name.length);
      else this.#lengths.set(word, new Set([name.length]));
    }
  }

  mentionedIn(text: string): Set<string> {
    const found = new Set(this.#wordless.filter((name) => stands(name, text)));
    for (const { 0: word, index } of text.matchAll(WORD)) {
      for (const length of this.#lengths.get(word) ?? []) {
        const name = text.slice(index, index + length);
        if (this.#names.has(name) && endsThere(text, index + length)) found.add(name);
      }
    }
    return found;
  }
}

/** Whether a name stands in a text as a word of its own. */
export function stands(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if ((at === 0 || !WORD_CHARACTER.test(text[at - 1] as string)) && endsThere(text, at + name.length)) return true;
  }
  return false;
}

function endsThere(text: string, end: number): boolean {
  return end >= text.length || !WORD_CHARACTER.test(text[end] as string);
}
