'use client';
import Link from 'next/link';
import type { Theme } from '#lib/client/theme.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import { AccountMenu, type AccountPerson } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import { SearchButton } from './search-button.tsx';
import styles from './top-bar.module.css';

export type ShellPage = 'fleet' | 'cell' | 'deployments' | 'costs' | 'audit' | 'people' | 'sessions';

const PAGES = [
  { at: 'fleet', href: '/', name: 'Fleet' },
  { at: 'deployments', href: '/deployments', name: 'Deployments' },
  { at: 'costs', href: '/costs', name: 'Costs' },
  { at: 'audit', href: '/audit', name: 'Audit' },
] as const;

/** Organization, navigation, search, and who is signed in. */
export function TopBar({
  at,
  person,
  reads,
  theme,
}: {
  at: ShellPage;
  person: AccountPerson;
  /** What this person may read besides health and releases. */
  reads: { costs: boolean; audit: boolean; people: boolean };
  theme: Theme;
}) {
  const { outline } = useFleet();
  return (
    <header className={styles.bar} data-chrome>
      <Link className={styles.home} href="/" prefetch={false}>
        <Logo />
        <span className={styles.organization}>{outline?.organization.name ?? 'Cellwatch'}</span>
      </Link>
      <nav className={styles.nav} aria-label="Pages">
        {PAGES.filter(({ at: page }) => (page !== 'audit' && page !== 'costs') || reads[page]).map((page) => (
          <Link key={page.at} className={styles.page} href={page.href} prefetch={false} aria-current={at === page.at ? 'page' : undefined}>
            {page.name}
          </Link>
        ))}
      </nav>
      <SearchButton />
      <AccountMenu person={person} theme={theme} people={reads.people} />
    </header>
  );
}
