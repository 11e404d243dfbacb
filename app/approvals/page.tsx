import type { Metadata } from 'next';
import { ApprovalsPage } from '#components/approvals/approvals-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { firstApprovals } from '#lib/http/first-approvals.ts';
import { requirePermission } from '#lib/http/page-access.ts';

export const metadata: Metadata = { title: 'Approvals' };

/** What waits for a second person. */
export default async function Page() {
  const session = await requirePermission('control', '/approvals');
  return (
    <PageShell session={session} at="approvals">
      <ApprovalsPage first={await firstApprovals(session)} asked={session.approvals !== null} />
    </PageShell>
  );
}
