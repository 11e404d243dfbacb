'use client';
import Link from 'next/link';
import type { Theme } from '#lib/client/theme.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import { AccountMenu, type AccountPerson } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import { SearchButton } from './search-button.tsx';
import styles from './top-bar.module.css';

/** Organization, navigation, search, and who is signed in. */
export function TopBar({ at, person, theme }: { at: 'fleet' | 'cell'; person: AccountPerson; theme: Theme }) {
  const { view } = useFleet();
  return (
    <header className={styles.bar} data-chrome>
      <Link className={styles.home} href="/" prefetch={false}>
        <Logo />
        <span className={styles.organization}>{view?.organization.name ?? 'Cellwatch'}</span>
      </Link>
      <nav className={styles.nav} aria-label="Pages">
        <Link className={styles.page} href="/" prefetch={false} aria-current={at === 'fleet' ? 'page' : undefined}>
          Fleet
        </Link>
      </nav>
      <SearchButton />
      <AccountMenu person={person} theme={theme} />
    </header>
  );
}
