import type { Metadata } from 'next';
import { FleetPage } from '#components/fleet/fleet-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { requirePermission } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'Fleet' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Fleet. */
export default async function Page({ searchParams }: Props) {
  const session = await requirePermission('read:health', `/${await queryOf(searchParams)}`);
  const runtime = await getRuntime();
  return (
    <PageShell session={session} at="fleet">
      <FleetPage problems={runtime.readiness().problems} />
    </PageShell>
  );
}

/** The query as it came, to return to after sign-in. */
async function queryOf(searchParams: Props['searchParams']): Promise<string> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) for (const one of [value ?? []].flat()) query.append(name, one);
  return query.size > 0 ? `?${query}` : '';
}
