'use client';
import Link from 'next/link';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { useWaitingApprovals } from '#lib/client/approvals/use-approvals.ts';
import type { Theme } from '#lib/client/theme.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import type { ApprovalSummary } from '#lib/domain/control/approval.ts';
import { AccountMenu, type AccountPerson } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import { SearchButton } from './search-button.tsx';
import styles from './top-bar.module.css';

export type ShellPage = 'fleet' | 'cell' | 'deployments' | 'approvals' | 'costs' | 'audit' | 'people' | 'sessions' | 'glass';

const PAGES = [
  { at: 'fleet', href: '/', name: 'Fleet' },
  { at: 'deployments', href: '/deployments', name: 'Deployments' },
  { at: 'approvals', href: '/approvals', name: 'Approvals' },
  { at: 'costs', href: '/costs', name: 'Costs' },
  { at: 'audit', href: '/audit', name: 'Audit' },
] as const;

/** Organization, navigation, search, and who is signed in. */
export function TopBar({
  at,
  person,
  reads,
  approvals,
  glass,
  theme,
}: {
  at: ShellPage;
  person: AccountPerson;
  /** What this person may read besides health and releases. */
  reads: { costs: boolean; audit: boolean; people: boolean };
  /** What waits for a second person; null for whoever is not told of it. */
  approvals: readonly ApprovalSummary[] | null;
  /** True where they have a role behind glass. */
  glass: boolean;
  theme: Theme;
}) {
  const { outline } = useFleet();
  const waiting = useWaitingApprovals(approvals).length;
  const shown = { fleet: true, deployments: true, approvals: approvals !== null, ...reads };
  return (
    <header className={styles.bar} data-chrome>
      <Link className={styles.home} href="/" prefetch={false}>
        <Logo />
        <span className={styles.organization}>{outline?.organization.name ?? 'Cellwatch'}</span>
      </Link>
      <nav className={styles.nav} aria-label="Pages">
        {PAGES.filter((page) => shown[page.at]).map((page) => (
          <Link key={page.at} className={styles.page} href={page.href} prefetch={false} aria-current={at === page.at ? 'page' : undefined}>
            {page.name}
            {page.at === 'approvals' && waiting > 0 ? (
              <span className={styles.count}>
                {waiting}
                <VisuallyHidden> waiting</VisuallyHidden>
              </span>
            ) : null}
          </Link>
        ))}
      </nav>
      <SearchButton />
      <AccountMenu person={person} theme={theme} glass={glass} people={reads.people} />
    </header>
  );
}
