'use client';
import Link from 'next/link';
import { memo, useState } from 'react';
import { StateMark } from '#components/ui/state-mark.tsx';
import { badness, type CellGroup } from '#lib/client/fleet/arrange-cells.ts';
import { cellReason } from '#lib/client/fleet/cell-reason.ts';
import { count, counted, joined, rate } from '#lib/client/format/figures.ts';
import { LOOK_WORDS, type Look, lookOf } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { unwell } from './group-heading.tsx';
import { ReasonText } from './reason-text.tsx';
import styles from './wave-cards.module.css';

/** On a phone: each group folded into one line; a tap unfolds its cells. Elsewhere the tiles stand in its place. */
export const WaveCards = memo(function WaveCards({ groups }: { groups: readonly CellGroup[] }) {
  return (
    <div className={styles.cards}>
      {groups.map((group) => (
        <WaveCard key={group.key} group={group} />
      ))}
    </div>
  );
});

function WaveCard({ group }: { group: CellGroup }) {
  const [open, setOpen] = useState(false);
  const healthy = group.cells.filter((cell) => lookOf(cell) === 'healthy').length;
  const worst = lookOf(group.cells.reduce((one, cell) => (badness(cell) < badness(one) ? cell : one)));
  const rest = unwell(group);
  return (
    <details className={styles.card} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <StateMark look={worst} />
        <span className={styles.words}>
          <span className={styles.name}>{group.label || counted(group.cells.length, 'cell')}</span>
          <span className={styles.told}>
            {count(healthy)} of {count(group.cells.length)} healthy{rest ? ` · ${rest}` : ''}
          </span>
        </span>
      </summary>
      {open ? (
        <ul className={styles.cells}>
          {group.cells.map((cell) => {
            const look = lookOf(cell);
            return (
              <li key={cell.name} className={styles.row}>
                <Link className={styles.cell} href={`/cells/${encodeURIComponent(cell.name)}`} prefetch={false}>
                  <StateMark look={look} />
                  <span className={styles.cellName}>{cell.name}</span>
                  <span className={styles.figure}>
                    {look === 'healthy' ? joined(rate(cell.requestsPerSecond)) : saysIt(cell, look) ? null : `${LOOK_WORDS[look]} · `}
                    <ReasonText cell={cell} />
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      ) : null}
    </details>
  );
}

/** Whether the reason begins with the word of the state, which is not said twice then. */
function saysIt(cell: FleetCellView, look: Look): boolean {
  return cellReason(cell)?.before.startsWith(LOOK_WORDS[look]) ?? false;
}
