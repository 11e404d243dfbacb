import { arrangeRows } from '#lib/domain/cost/arrange-rows.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { costsStatus } from '#lib/views/costs-status.ts';
import { type CostsStatusView, type CostsView, FIRST_COST_ROWS } from '#lib/views/costs-view.ts';
import { costAskOf } from './cost-ask-of.ts';
import { arrangementOf } from './costs-route.ts';

/** What the Costs page has with its first HTML. */
export interface FirstCosts {
  status: CostsStatusView;
  /** With its first rows alone, as the address sorts them; null while nothing is known, or what was asked is refused. */
  view: CostsView | null;
  /** Why the address cannot be shown, in a sentence. */
  refusal: string | null;
  /** Epoch ms. */
  at: number;
}

/** @param query the page's own */
export async function firstCosts({ costs, clock }: Pick<Runtime, 'costs' | 'clock'>, query: URLSearchParams): Promise<FirstCosts> {
  const at = clock.now();
  const status = costsStatus(costs);
  const known = costs.known();
  if (!known) return { status, view: null, refusal: null, at };
  const ask = costAskOf(query, known, at);
  const built = ask.ok ? await costs.answer(known, ask.value) : ask;
  if (!built.ok) return { status, view: null, refusal: built.refusal, at };
  const { view } = built.value;
  const rows = arrangeRows(view.rows, arrangementOf(query));
  return { status, view: { ...view, rows: rows.slice(0, FIRST_COST_ROWS), rowCount: rows.length }, refusal: null, at };
}
