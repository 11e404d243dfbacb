import type { ComponentRolloutView } from '#lib/views/rollouts-view.ts';

export const SHOWS = ['all', 'moving', 'stopped', 'attention'] as const;
type Show = (typeof SHOWS)[number];

/** What of the matrix is looked at; lives in the address. */
export interface DeploymentsFilter {
  text: string;
  show: Show;
  /** Waves folded to a narrow column. */
  folded: readonly string[];
}

export function parseDeploymentsFilter(params: URLSearchParams): DeploymentsFilter {
  const show = SHOWS.find((one) => one === params.get('show')) ?? 'all';
  return { text: params.get('q') ?? '', show, folded: params.getAll('fold') };
}

export function formatDeploymentsFilter({ text, show, folded }: DeploymentsFilter): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  if (show !== 'all') params.set('show', show);
  for (const wave of folded) params.append('fold', wave);
  return params.toString();
}

/** The rows that fit, those that move or need a person first, else in the registry's order. */
export function arrangeComponents(components: readonly ComponentRolloutView[], { text, show }: DeploymentsFilter): ComponentRolloutView[] {
  const typed = text.trim().toLowerCase();
  return components
    .filter((one) => typed === '' || one.component.toLowerCase().includes(typed) || (one.newest?.revision ?? '').startsWith(typed))
    .filter((one) => {
      if (show === 'moving') return one.moving;
      if (show === 'stopped') return one.paused;
      return show === 'all' || needsPerson(one);
    })
    .map((one, index) => ({ one, index }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.index - b.index)
    .map(({ one }) => one);
}

function needsPerson({ tone, drift, problem, crossings }: ComponentRolloutView): boolean {
  return (
    tone === 'sick' ||
    tone === 'failed' ||
    tone === 'needs-person' ||
    drift !== null ||
    problem !== null ||
    crossings.some((one) => one.others.length > 0)
  );
}

const RANK = { sick: 0, failed: 1, 'needs-person': 2, moving: 3, quiet: 4 } as const;

function rank(component: ComponentRolloutView): number {
  return RANK[component.tone];
}
