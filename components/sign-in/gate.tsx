import type { ReactNode } from 'react';
import { Logo } from '#components/shell/logo.tsx';
import styles from './gate.module.css';

/** The frame of the pages before the door: a name, one card, nothing else. */
export function Gate({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.gate} id="main">
      <div className={styles.card}>
        <p className={styles.brand}>
          <Logo />
          Cellwatch
        </p>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
