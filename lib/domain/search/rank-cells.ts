import { HEALTH_STATES, type Health } from '../health/verdict.ts';
import type { ServiceState } from '../registry/registry.ts';

/** What a cell can be found by. */
export interface SearchableCell {
  name: string;
  accountId: string | null;
  region: string;
  wave: string | null;
  environment: string;
  state: ServiceState;
  health: Health;
}

interface Entry<T> {
  cell: T;
  name: string;
  account: string;
  /** Region, wave, environment and state, as words. */
  tags: readonly string[];
  badness: number;
}

export type SearchIndex<T extends SearchableCell> = readonly Entry<T>[];

/** Prepares cells for searching, once a picture, so that a key press only compares. */
export function indexCells<T extends SearchableCell>(cells: readonly T[]): SearchIndex<T> {
  return cells.map((cell) => ({
    cell,
    name: cell.name.toLowerCase(),
    account: cell.accountId ?? '',
    tags: [cell.region, cell.wave ?? '', cell.environment, cell.health.replace('-', ' ')].map((tag) => tag.toLowerCase()),
    badness: cell.state === 'in-service' ? HEALTH_STATES.indexOf(cell.health) : 0,
  }));
}

/**
 * The best matches for what was typed. Every word must match somewhere; the better it matches the higher:
 * the whole name, its beginning, the beginning of a word in it, a part of it, Region, wave or state, the account, letters in order.
 * The sicker cell first where two match equally, then by name. Nothing typed: the sick cells in service alone.
 */
export function rankCells<T extends SearchableCell>(index: SearchIndex<T>, typed: string, limit: number): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found: { entry: Entry<T>; score: number }[] = [];
  for (const entry of index) {
    const score = words.length === 0 ? entry.badness : scoreAll(entry, words);
    if (score > 0) found.push({ entry, score: score * 8 + entry.badness });
  }
  found.sort((a, b) => b.score - a.score || compareNames(a.entry.name, b.entry.name));
  return found.slice(0, limit).map(({ entry }) => entry.cell);
}

// Without a collator: with 10,000 matches it would cost more than a frame.
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function scoreAll<T>(entry: Entry<T>, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const score = scoreWord(entry, word);
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

function scoreWord<T>({ name, account, tags }: Entry<T>, word: string): number {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 1000 : 900;
  if (account !== '' && account === word) return 950;
  if (at > 0) return beginsWord(name, word, at) ? 800 : 600;
  if (tags.some((tag) => tag.startsWith(word))) return 500;
  if (word.length >= 3 && account.includes(word)) return account.startsWith(word) ? 450 : 400;
  if (tags.some((tag) => tag.includes(word))) return 350;
  return scoreSubsequence(name, word);
}

function beginsWord(name: string, word: string, first: number): boolean {
  for (let at = first; at >= 0; at = name.indexOf(word, at + 1)) if (!isLetterOrDigit(name.charCodeAt(at - 1))) return true;
  return false;
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

/** 1–200: the letters stand in the name in this order; the closer together the better. 0: they do not. */
function scoreSubsequence(name: string, word: string): number {
  let at = -1;
  let first = -1;
  for (let i = 0; i < word.length; i++) {
    at = name.indexOf(word[i] as string, at + 1);
    if (at < 0) return 0;
    if (first < 0) first = at;
  }
  return Math.max(1, 200 - 4 * (at - first + 1 - word.length) - first);
}
