import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoAccessCard } from '#components/sign-in/no-access-card.tsx';
import { groupsThatWouldGive, isPermission, permits } from '#lib/domain/access/permits.ts';
import { pageSession } from '#lib/http/page-access.ts';
import type { SearchParams } from '#lib/http/query-of.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'No access' };

/** Who one is here, and which groups would open what one asked for. */
export default async function NoAccessPage({ searchParams }: { searchParams: SearchParams }) {
  const { session } = await pageSession();
  if (!session) redirect('/sign-in');
  const { env, accessPolicy: policy } = await getRuntime();
  const { person } = session;
  const { permission: asked } = await searchParams;
  const permission = isPermission(asked) ? asked : 'read:health';
  const letIn = groupsThatWouldGive(policy, permission);
  const groups = policy.rules.flatMap(({ group, role }) => (group !== undefined && letIn.includes(group) ? [{ name: group, role }] : []));
  if (permits(person.roles, permission)) redirect('/');
  const { name, email, diagnostics } = person;
  const shown = { name, email, groupsMissing: diagnostics.includes('groups-missing') };
  return <NoAccessCard person={shown} groups={groups} claim={env.OIDC_GROUPS_CLAIM} hasRole={permits(person.roles, 'read:health')} />;
}
