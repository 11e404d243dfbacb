import type { Metadata } from 'next';
import { BreakGlassPage } from '#components/glass/break-glass-page.tsx';
import { PageShell } from '#components/shell/page-shell.tsx';
import { behindGlass } from '#lib/domain/access/in-force.ts';
import { requirePermission } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'Break the glass' };

/** Where somebody takes a role from behind glass. */
export default async function Page() {
  const session = await requirePermission('read:health', '/break-glass');
  const { env } = await getRuntime();
  const roles = behindGlass(session.person.roles).map(({ role }) => role);
  return (
    <PageShell session={session} at="glass">
      <BreakGlassPage roles={[...new Set(roles)]} minutes={env.BREAK_GLASS_MINUTES} />
    </PageShell>
  );
}
