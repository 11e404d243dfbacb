import type { Clock } from '#lib/clock.ts';
import type { CostPage } from '#lib/sources/cost-explorer/to-cost-page.ts';
import type { CostStore } from '#lib/store/store.ts';
import { ownTurn } from '#lib/turns.ts';
import { decodePage, encodePage } from './cost-body.ts';

/** Whoever crashed in a fetch gives it up so long after its last page. A page takes two minutes at the most, traffic some more. */
export const CLAIM_MS = 20 * 60_000;

export type PageStore = Pick<CostStore, 'beginCosts' | 'costPage' | 'dropCostPages' | 'keepCostPage'>;

/** The pages of the fetch under way, in the store as soon as they are answered: whoever goes on with it pays for none of them again. */
export class PageBook {
  /** Pages that this fetch was charged for, those of earlier attempts among them. */
  paid = 0;
  /** Those that had to be thrown away: the next attempt pays for them again. */
  lost = 0;
  readonly #store: PageStore;
  readonly #holder: string;
  readonly #clock: Clock;

  constructor(store: PageStore, holder: string, clock: Clock) {
    this.#store = store;
    this.#holder = holder;
    this.#clock = clock;
  }

  /** A page that was answered before; null where it is not kept, or can't be read. @throws StoreError */
  async kept(question: number, page: number): Promise<CostPage | null> {
    const body = await this.#store.costPage(question, page);
    if (!body) return null;
    await ownTurn();
    const found = await decodePage(body).catch(() => null);
    if (found) this.paid++;
    return found;
  }

  /** Keeps a page that was answered just now, and the claim with it. @throws StoreError */
  async keep(question: number, page: number, answered: CostPage): Promise<void> {
    this.paid++;
    this.lost++;
    await ownTurn();
    const body = await encodePage(answered);
    await this.#store.keepCostPage(this.#holder, this.#clock.now() + CLAIM_MS, { question, page, body });
    this.lost--;
  }

  /** AWS does not go on with this question: it is begun anew. @throws StoreError */
  async drop(question: number): Promise<void> {
    await this.#store.dropCostPages(this.#holder, question);
  }

  /** What was answered is of no use: the next attempt asks for all of it. @throws StoreError */
  async dropAll(): Promise<void> {
    this.lost = this.paid;
    await this.#store.beginCosts(this.#holder, null);
  }
}
