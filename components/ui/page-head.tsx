import type { ReactNode } from 'react';
import styles from './page-head.module.css';

/** What a page says first, and what can be done about all of it. `above` and `below` stand around the title. */
export function PageHead({ title, above, below, actions }: { title: string; above?: ReactNode; below?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={styles.head}>
      <div aria-live="polite">
        {above}
        <h1 className={styles.title}>{title}</h1>
        {below}
      </div>
      {actions ? (
        <div className={styles.actions} data-thumb>
          {actions}
        </div>
      ) : null}
    </div>
  );
}

/** A sentence under the title. */
export function PageDetail({ children }: { children: ReactNode }) {
  return <p className={styles.detail}>{children}</p>;
}
