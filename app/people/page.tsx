import type { Metadata } from 'next';
import { PeoplePage } from '#components/people/people-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { requirePermission } from '#lib/http/page-access.ts';

export const metadata: Metadata = { title: 'People' };

/** Who is signed in, and where from. */
export default async function Page() {
  const session = await requirePermission('manage:people', '/people');
  return (
    <PageShell session={session} at="people">
      <PeoplePage />
    </PageShell>
  );
}
