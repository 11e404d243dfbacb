'use client';

import { Panel } from '#components/ui/panel.tsx';
import styles from './cell-message.module.css';
import { FleetLink } from './fleet-link.tsx';

/** What stands where the page of a cell could not be drawn. */
export function CellError({ retry }: { retry(): void }) {
  return (
    <main className={styles.alone} id="main">
      <FleetLink />
      <Panel
        title="This cell can't be shown"
        state={{
          face: 'error',
          title: 'Cellwatch failed while it drew the page',
          detail:
            'The health of the cell is not affected. Try again; if it fails again, tell whoever runs Cellwatch: its log has the cause.',
          retry,
        }}
      />
    </main>
  );
}
