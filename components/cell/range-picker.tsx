'use client';

import type { MouseEvent } from 'react';
import { cellHref, RANGE_WORDS } from '#lib/client/cell/parse-range.ts';
import { CELL_RANGES, type CellRange } from '#lib/views/fleet-view.ts';
import styles from './range-picker.module.css';

/** How far back the charts look; the choice is in the address. */
export function RangePicker({ name, range }: { name: string; range: CellRange }) {
  return (
    <div className={styles.bar}>
      <h2 className={styles.title}>Signals</h2>
      <nav className={styles.ranges} aria-label="Time range">
        {CELL_RANGES.map((each) => (
          <a
            key={each}
            className={styles.range}
            href={cellHref(name, each)}
            aria-current={each === range ? 'true' : undefined}
            onClick={(event) => choose(event, cellHref(name, each))}
          >
            {RANGE_WORDS[each]}
          </a>
        ))}
      </nav>
      <p className={styles.note}>times in UTC</p>
    </div>
  );
}

// Only the charts change: the page's own query fetches them, without the server drawing the page again.
function choose(event: MouseEvent, href: string) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  window.history.replaceState(null, '', href);
}
