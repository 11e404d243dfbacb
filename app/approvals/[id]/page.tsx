import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApprovalPage } from '#components/approvals/approval-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';
import { firstApproval } from '#lib/http/first-approvals.ts';
import { requirePermission } from '#lib/http/page-access.ts';

export const metadata: Metadata = { title: 'Approval' };

/** One request for a second person. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const session = await requirePermission('control', `/approvals/${encodeURIComponent(id)}`);
  const found = await firstApproval(session, id);
  if (found === null) notFound();
  return (
    <PageShell session={session} at="approvals">
      {'state' in found ? <ApprovalPage key={id} first={found} /> : <ProblemNotice problem={found} />}
    </PageShell>
  );
}
