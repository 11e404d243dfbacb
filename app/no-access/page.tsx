import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoAccessCard } from '#components/sign-in/no-access-card.tsx';
import { groupsThatWouldGive, permits } from '#lib/domain/access/permits.ts';
import { pageSession } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'No access' };

export default async function NoAccessPage() {
  const session = await pageSession();
  if (!session) redirect('/sign-in');
  const { env, accessPolicy: policy } = await getRuntime();
  const { person } = session;
  const letIn = groupsThatWouldGive(policy, 'read:health');
  const groups = policy.rules.flatMap(({ group, role }) => (group !== undefined && letIn.includes(group) ? [{ name: group, role }] : []));
  if (permits(person.roles, 'read:health')) redirect('/');
  const { name, email, diagnostics } = person;
  const shown = { name, email, groupsMissing: diagnostics.includes('groups-missing') };
  return <NoAccessCard person={shown} groups={groups} claim={env.OIDC_GROUPS_CLAIM} />;
}
