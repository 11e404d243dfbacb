import { NoSuchCell } from '#components/cell/no-such-cell.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { pageSession } from '#lib/http/page-access.ts';

export default async function NotFound() {
  const { session } = await pageSession();
  if (!session) return <NoSuchCell />;
  return (
    <PageShell session={{ ...session, approvals: null, glass: [] }} at="cell">
      <NoSuchCell />
    </PageShell>
  );
}
