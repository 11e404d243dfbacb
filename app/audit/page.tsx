import type { Metadata } from 'next';
import { AuditPage } from '#components/audit/audit-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { permits } from '#lib/domain/access/permits.ts';
import { requirePermission } from '#lib/http/page-access.ts';
import { queryOf, type SearchParams } from '#lib/http/query-of.ts';

export const metadata: Metadata = { title: 'Audit' };

/** The audit log. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const session = await requirePermission('read:audit', `/audit${await queryOf(searchParams)}`);
  return (
    <PageShell session={session} at="audit">
      <AuditPage exports={permits(session.person.roles, 'export:audit')} />
    </PageShell>
  );
}
