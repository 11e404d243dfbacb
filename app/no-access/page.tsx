import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoAccessCard } from '#components/sign-in/no-access-card.tsx';
import { accessPolicy } from '#lib/http/access-policy.ts';
import { groupsThatWouldGive, permits } from '#lib/http/access-rules.ts';
import { pageSession } from '#lib/http/page-access.ts';
import { getRuntime } from '#lib/http/runtime.ts';

export const metadata: Metadata = { title: 'No access' };

export default async function NoAccessPage() {
  const session = await pageSession();
  if (!session) redirect('/sign-in');
  const { env } = await getRuntime();
  const { person } = session;
  const policy = await accessPolicy(env);
  const letIn = groupsThatWouldGive(policy, 'read:health');
  const groups = policy.rules.flatMap(({ group, role }) => (group !== undefined && letIn.includes(group) ? [{ name: group, role }] : []));
  if (permits(person.roles, 'read:health')) redirect('/');
  return <NoAccessCard person={person} groups={groups} claim={env.OIDC_GROUPS_CLAIM} />;
}
