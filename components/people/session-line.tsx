import type { ReactNode } from 'react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { browserName } from '#lib/client/format/browser-name.ts';
import type { SessionView } from '#lib/views/people-view.ts';
import styles from './people.module.css';

/** One session: which browser, from where, since when, and when it was seen last. */
export function SessionLine({ session, children }: { session: SessionView; children?: ReactNode }) {
  const { userAgent, address, createdAt, seenAt, current } = session;
  return (
    <li className={styles.session}>
      <div className={styles.words}>
        <p title={userAgent ?? undefined}>
          {browserName(userAgent)}
          {current ? <span className={styles.badge}>this browser</span> : null}
        </p>
        <p className={styles.quiet}>
          {address === null ? '' : `${address} · `}signed in <RelativeTime at={createdAt} /> · seen <RelativeTime at={seenAt} />
        </p>
      </div>
      {children}
    </li>
  );
}
