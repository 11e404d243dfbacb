import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ApprovalNotices } from '#components/approvals/approval-notices.tsx';
import { GlassBanner } from '#components/glass/glass-banner.tsx';
import { parseTheme, THEME_COOKIE } from '#lib/client/theme.ts';
import { behindGlass, inForce } from '#lib/domain/access/in-force.ts';
import { permits } from '#lib/domain/access/permits.ts';
import type { PageSession } from '#lib/http/page-access.ts';
import { FleetData } from './fleet-data.tsx';
import { FreshnessBar } from './freshness-bar.tsx';
import { HeldRegistry } from './held-registry.tsx';
import { LastPicture } from './last-picture.tsx';
import { Overlays } from './overlays.tsx';
import { Person } from './person.tsx';
import { ServerClock } from './server-clock.tsx';
import styles from './shell.module.css';
import { type ShellPage, TopBar } from './top-bar.tsx';

/** Pages that show no cells. */
const WITHOUT_CELLS: ReadonlySet<ShellPage> = new Set(['approvals', 'costs', 'audit', 'people', 'sessions', 'glass']);

/** The frame of every page for people who are signed in: navigation, search, freshness, and the page in `main`. */
export async function PageShell({ session, at, children }: { session: PageSession; at: ShellPage; children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const { name, email, roles } = session.person;
  return (
    <ServerClock renderedAt={Date.now()}>
      <FleetData whole={!WITHOUT_CELLS.has(at)}>
        <Person id={session.person.id} grants={roles}>
          <a className={styles.skip} href="#main">
            Skip to the page
          </a>
          <TopBar
            at={at}
            person={{ name, email, roles: [...new Set(inForce(roles).map(({ role }) => role))] }}
            glass={behindGlass(roles).length > 0}
            reads={{ costs: permits(roles, 'read:costs'), audit: permits(roles, 'read:audit'), people: permits(roles, 'manage:people') }}
            approvals={session.approvals}
            theme={theme}
          />
          <FreshnessBar />
          <GlassBanner first={session.glass} personId={session.person.id} admin={permits(roles, 'manage:people')} />
          {session.approvals ? <ApprovalNotices first={session.approvals} /> : null}
          <main id="main" className={styles.main} tabIndex={-1}>
            <HeldRegistry />
            <LastPicture>{children}</LastPicture>
          </main>
          <Overlays />
        </Person>
      </FleetData>
    </ServerClock>
  );
}
