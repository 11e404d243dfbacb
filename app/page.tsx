import type { Metadata } from 'next';
import { FleetPage } from '#components/fleet/fleet-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { requirePermission } from '#lib/http/page-access.ts';
import { queryOf, type SearchParams } from '#lib/http/query-of.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'Fleet' };

/** Fleet. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const session = await requirePermission('read:health', `/${await queryOf(searchParams)}`);
  const runtime = await getRuntime();
  return (
    <PageShell session={session} at="fleet">
      <FleetPage problems={runtime.readiness().problems} />
    </PageShell>
  );
}
