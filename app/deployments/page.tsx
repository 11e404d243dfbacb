import type { Metadata } from 'next';

import { DeploymentsPage } from '#components/deployments/deployments-page.tsx';
import { NoRollouts } from '#components/deployments/no-rollouts.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { viewOf } from '#lib/http/first-rollouts.ts';
import { requirePermission } from '#lib/http/page-access.ts';
import { queryOf, type SearchParams } from '#lib/http/query-of.ts';
import { getRuntime } from '#lib/http/runtime.ts';
import type { RolloutsView } from '#lib/views/rollouts-view.ts';

export const metadata: Metadata = { title: 'Deployments' };

/** Deployments: every release in every wave. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const session = await requirePermission('read:health', `/deployments${await queryOf(searchParams)}`);
  const runtime = await getRuntime();
  const published = await runtime.rollouts.all();
  return (
    <PageShell session={session} at="deployments">
      {published ? <DeploymentsPage first={viewOf<RolloutsView>(published)} /> : <NoRollouts problems={runtime.readiness().problems} />}
    </PageShell>
  );
}
