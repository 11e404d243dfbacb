import type { Metadata } from 'next';
import { OwnSessionsPage } from '#components/people/own-sessions-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { requirePermission } from '#lib/http/page-access.ts';

export const metadata: Metadata = { title: 'Your sessions' };

/** Where whoever looks is signed in. */
export default async function Page() {
  const session = await requirePermission('read:health', '/sessions');
  return (
    <PageShell session={session} at="sessions">
      <OwnSessionsPage />
    </PageShell>
  );
}
