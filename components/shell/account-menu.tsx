'use client';
import Link from 'next/link';
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
export function AccountMenu({
  person,
  theme,
  people,
  glass,
}: {
  person: AccountPerson;
  theme: Theme /** May see who is signed in. */;
  people: boolean;
  /** Has a role behind glass. */
  glass: boolean;
}) {
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
        <ul className={styles.links}>
          {glass ? (
            <li>
              <Link className={styles.link} href="/break-glass" prefetch={false}>
                Break the glass …
              </Link>
            </li>
          ) : null}
          <li>
            <Link className={styles.link} href="/sessions" prefetch={false}>
              Your sessions
            </Link>
          </li>
          {people ? (
            <li>
              <Link className={styles.link} href="/people" prefetch={false}>
                People
              </Link>
            </li>
          ) : null}
        </ul>
        <form className={styles.out} method="post" action="/api/auth/signout">
          <button className={styles.signOut} type="submit">
            Sign out
          </button>
        </form>
      </Popover>
    </div>
  );
}
