import type { Fault } from './fault.ts';

/** Takes a fault down. What is costly to say, such as the nearest word among thousands, is said only if it is told. */
export type Refuse = (path: string | (() => string), message: string | (() => string)) => void;

/** The faults of one document: the first ones told, the others counted. A document may have a million. */
export class FaultList {
  readonly #atMost: number;
  readonly #told: Fault[] = [];
  #count = 0;

  constructor(atMost = 50) {
    this.#atMost = atMost;
  }

  readonly refuse: Refuse = (path, message) => {
    if (++this.#count > this.#atMost) return;
    this.#told.push({ path: said(path), message: said(message) });
  };

  get empty(): boolean {
    return this.#count === 0;
  }

  /** What to tell: at most so many, then how many more there are. */
  told(): Fault[] {
    const more = this.#count - this.#told.length;
    return more === 0 ? [...this.#told] : [...this.#told, { path: '', message: `and ${more} more` }];
  }
}

const said = (text: string | (() => string)): string => (typeof text === 'string' ? text : text());
