const WORD = /[a-z0-9]+/gi;
const STARTS_WITH_WORD = /^[a-z0-9]+/i;
const WORD_CHARACTER = /[a-z0-9]/i;

/**
 * Finds which of many names stand in a text as words of their own, not inside another word. Reads the text once, however many
 * names there are: an action may name hundreds of accounts, and a stage thousands of cells.
 */
export class NameIndex {
  /** Names by their first word. */
  readonly #byWord = new Map<string, string[]>();
  readonly #wordless: string[] = [];

  constructor(names: readonly string[]) {
    for (const name of names) {
      const word = STARTS_WITH_WORD.exec(name)?.[0];
      const alike = word === undefined ? this.#wordless : this.#byWord.get(word);
      if (alike) alike.push(name);
      else if (word !== undefined) this.#byWord.set(word, [name]);
    }
  }

  mentionedIn(text: string): Set<string> {
    const found = new Set(this.#wordless.filter((name) => stands(name, text)));
    for (const { 0: word, index } of text.matchAll(WORD)) {
      for (const name of this.#byWord.get(word) ?? [])
        if (text.startsWith(name, index) && endsThere(text, index + name.length)) found.add(name);
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
