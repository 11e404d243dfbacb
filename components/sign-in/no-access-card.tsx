import { Button } from '#components/ui/button.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import styles from './gate.module.css';
import { Gate } from './gate.tsx';

/** For a person who is known but may not see a page, or any: who they are here, and which groups would let them in. */
export function NoAccessCard({
  person,
  groups,
  claim,
  hasRole,
}: {
  person: { name: string; email: string | null; groupsMissing: boolean };
  /** The groups that would give the right to look, and the role that comes with each. */
  groups: readonly { name: string; role: string }[];
  /** The claim that the groups are read from. */
  claim: string;
  /** They have a role, but none that gives this page. */
  hasRole: boolean;
}) {
  return (
    <Gate title={hasRole ? 'Your role does not open this page' : 'You have no role in Cellwatch yet'}>
      <p className={styles.text}>
        You are signed in as <strong>{person.name}</strong>
        {person.email && person.email !== person.name ? ` (${person.email})` : ''}.
      </p>
      {person.groupsMissing && (
        <p className={styles.notice} role="alert">
          Your identity provider sent no claim named <code>{claim}</code>, so Cellwatch can't know your groups. Whoever runs Cellwatch can
          check OIDC_GROUPS_CLAIM; some providers leave the claim out for people in very many groups.
        </p>
      )}
      <p className={styles.text}>Ask to be added to one of these groups, then sign in again:</p>
      <ul className={styles.groups}>
        {groups.map(({ name, role }) => (
          <li key={`${name} ${role}`}>
            <CopyId value={name} />
            <span className={styles.role}>{role}</span>
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <form method="post" action="/api/auth/signin/oidc">
          <Button kind="primary" type="submit">
            Try again
          </Button>
        </form>
        <form method="post" action="/api/auth/signout">
          <Button type="submit">Sign out</Button>
        </form>
      </div>
    </Gate>
  );
}
