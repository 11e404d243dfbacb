import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
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
  const groups = groupsThatWouldGive(await accessPolicy(env), 'read:health');
  if (permits(person.roles, 'read:health')) redirect('/');
  return (
    <main className="gate">
      <h1>No access yet</h1>
      <p>
        You are signed in as <strong>{person.name}</strong>
        {person.email && person.email !== person.name ? ` (${person.email})` : ''}, but you have no role in Cellwatch.
      </p>
      {person.groupsMissing && (
        <p role="alert">
          Your identity provider sent no claim named <code>{env.OIDC_GROUPS_CLAIM}</code>, so Cellwatch can't know your groups. Whoever runs
          Cellwatch can check OIDC_GROUPS_CLAIM; some providers leave the claim out for people in very many groups.
        </p>
      )}
      <p>Ask to be added to one of these groups, then sign in again:</p>
      <ul>
        {groups.map((group) => (
          <li key={group}>
            <code>{group}</code>
          </li>
        ))}
      </ul>
      <form method="post" action="/api/auth/signout">
        <button type="submit" className="gate-button">
          Sign out
        </button>
      </form>
    </main>
  );
}
