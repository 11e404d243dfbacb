import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { exposePublished } from '#lib/client/first-fleet.ts';
import type { BrokenGlassView } from '#lib/domain/access/broken-glass.ts';
import { type Permission, permits } from '#lib/domain/access/permits.ts';
import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import { toldApprovals } from './first-approvals.ts';
import { noteDenied } from './note-denied.ts';
import { getRuntime } from './runtime.ts';
import { readSession, type Session, type SessionRead } from './session.ts';

/** Whoever is signed in, and what every page tells them besides. */
export interface PageSession extends Session {
  /** What waits for a second person; null for whoever is not told of it. */
  approvals: readonly ApprovalSummary[] | null;
  /** Who has broken the glass. */
  glass: readonly BrokenGlassView[];
}

/** The session of the page being rendered, or why there is none. */
export async function pageSession(): Promise<SessionRead> {
  await connection();
  const runtime = await getRuntime();
  exposePublished(runtime.feed);
  const jar = (await cookies()).getAll();
  return readSession(Object.fromEntries(jar.map(({ name, value }) => [name, value])), runtime);
}

/**
 * For the first line of a page: whoever is signed in and holds the permission. Sends others to sign-in or to the page
 * that names the groups which would give it.
 *
 * @param here the page's own path and query, to come back to after sign-in
 * @example const { person } = await requirePermission('read:health', '/cells/prod-use1-a?range=3h');
 */
export async function requirePermission(permission: Permission, here: string): Promise<PageSession> {
  const { session, over } = await pageSession();
  if (!session) redirect(`/sign-in?${new URLSearchParams({ ...(over === null ? {} : { over }), callbackUrl: here })}`);
  if (!permits(session.person.roles, permission)) {
    noteDenied({ runtime: await getRuntime(), session }, permission, here.split('?')[0] ?? '');
    redirect(`/no-access?${new URLSearchParams({ permission, from: here })}`);
  }
  return { ...session, approvals: await toldApprovals(session), glass: (await getRuntime()).glass.list() };
}
