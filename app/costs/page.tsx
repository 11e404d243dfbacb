import type { Metadata } from 'next';
import { CostsPage } from '#components/costs/costs-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { firstCosts } from '#lib/http/first-costs.ts';
import { requirePermission } from '#lib/http/page-access.ts';
import { queryOf, type SearchParams } from '#lib/http/query-of.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'Costs' };

/** Costs: what each cell costs, and what moved it. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryOf(searchParams);
  const session = await requirePermission('read:costs', `/costs${query}`);
  const first = await firstCosts(await getRuntime(), new URLSearchParams(query));
  return (
    <PageShell session={session} at="costs">
      <CostsPage first={first} />
    </PageShell>
  );
}
