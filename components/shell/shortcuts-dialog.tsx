'use client';

import { useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import frame from '#components/ui/dialog-frame.module.css';
import styles from './shortcuts-dialog.module.css';

const GROUPS = [
  {
    title: 'Everywhere',
    keys: [
      [['/'], 'Search cells and commands'],
      [['Ctrl', 'K'], 'The same, from inside a field too'],
      [['?'], 'These shortcuts'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    title: 'Fleet',
    keys: [
      [['↑', '↓', '←', '→'], 'Move between cells'],
      [['Enter'], 'Open the cell'],
    ],
  },
  {
    title: 'Cell',
    keys: [
      [['j'], 'Next sick cell (also →)'],
      [['k'], 'Sick cell before (also ←)'],
      [['Esc'], 'Back to the fleet as you left it'],
      [['←', '→'], 'On a chart: move the crosshair'],
    ],
  },
] as const;

/** The list of keyboard shortcuts. */
export function ShortcutsDialog({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc is the keyboard's way to close a dialog
    <dialog
      ref={dialog}
      className={`${frame.frame} ${styles.dialog}`}
      aria-labelledby="shortcuts-title"
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div className={styles.body}>
        <header className={styles.head}>
          <h2 className={styles.title} id="shortcuts-title">
            Keyboard shortcuts
          </h2>
          <Button onClick={close}>Close</Button>
        </header>
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={styles.group}>{title}</h3>
            <dl className={styles.keys}>
              {keys.map(([combination, does]) => (
                <div key={does} className={styles.row}>
                  <dt className={styles.does}>{does}</dt>
                  <dd className={styles.combination}>
                    {combination.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
