'use client';
import { Popover } from '#components/ui/popover.tsx';
import type { Theme } from '#lib/client/theme.ts';
import styles from './account-menu.module.css';
import { ThemeChoice } from './theme-choice.tsx';

export interface AccountPerson {
  name: string;
  email: string | null;
  roles: readonly string[];
}

/** Who is signed in, in which role; theme and sign-out behind it. */
export function AccountMenu({ person, theme }: { person: AccountPerson; theme: Theme }) {
  const roles = person.roles.join(', ');
  return (
    <div className={styles.account}>
      <Popover
        align="right"
        label="Account"
        trigger={
          <>
            <span className={styles.role}>{roles}</span>
            {person.name === roles ? null : <span className={styles.name}>{person.name}</span>}
          </>
        }
      >
        <div className={styles.who}>
          <p className={styles.full}>{person.name}</p>
          {person.email && person.email !== person.name ? <p className={styles.quiet}>{person.email}</p> : null}
          <p className={styles.quiet}>{person.roles.length > 1 ? `roles: ${roles}` : `role: ${roles}`}</p>
        </div>
        <ThemeChoice theme={theme} />
        <form className={styles.out} method="post" action="/api/auth/signout">
          <button className={styles.signOut} type="submit">
            Sign out
          </button>
        </form>
      </Popover>
    </div>
  );
}
