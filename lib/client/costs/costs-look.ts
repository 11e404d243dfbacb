import { type Arrangement, COST_SORTS } from '#lib/domain/cost/arrange-rows.ts';

/** What is looked at: all of it lives in the address. What only the server can judge stays as it was written. */
export interface CostsLook extends Arrangement {
  period: string;
  group: string;
  metric: string;
  shared: string;
}

/** What is asked of the server; the rest is how its answer is shown. */
export const ASKED = ['period', 'group', 'metric', 'shared'] as const;

const DEFAULT_ASK = { period: 'this-month', group: 'cell', metric: 'net-amortized', shared: 'apart' } as const;

export function parseCostsLook(params: URLSearchParams): CostsLook {
  const order = params.get('order');
  const told = (name: (typeof ASKED)[number]) => params.get(name) || DEFAULT_ASK[name];
  return {
    period: told('period'),
    group: told('group'),
    metric: told('metric'),
    shared: told('shared'),
    sort: COST_SORTS.find((sort) => sort === params.get('sort')) ?? 'cost',
    ascending: order === 'up' ? true : order === 'down' ? false : null,
    text: params.get('q') ?? '',
  };
}

export function formatCostsLook(look: CostsLook): string {
  const params = askQuery(look);
  if (look.sort !== 'cost') params.set('sort', look.sort);
  if (look.ascending !== null) params.set('order', look.ascending ? 'up' : 'down');
  if (look.text.trim() !== '') params.set('q', look.text.trim());
  return params.toString();
}

/** The part that the server answers. */
export function askQuery(look: Pick<CostsLook, (typeof ASKED)[number]>): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ASKED) if (look[name] !== DEFAULT_ASK[name]) params.set(name, look[name]);
  return params;
}

/** Other figures are a step that the browser's back button undoes; another order of the same is none. */
export function asksOther(before: CostsLook, after: CostsLook): boolean {
  return ASKED.some((name) => before[name] !== after[name]);
}
