'use client';
import Link from 'next/link';
import { memo } from 'react';
import { StateMark } from '#components/ui/state-mark.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { CellGroup } from '#lib/client/fleet/arrange-cells.ts';
import { sortCells } from '#lib/client/fleet/arrange-cells.ts';
import { count } from '#lib/client/format/figures.ts';
import { LOOK_WORDS, type Look } from '#lib/client/format/state-words.ts';
import { ReasonText } from './reason-text.tsx';
import styles from './sick-list.module.css';

const SHOWN = 8;
const SICK: readonly Look[] = ['critical', 'no-data', 'degraded'];

/** The cells that are not well, the sickest first: beside the heat map, and on top on a phone. */
export const SickList = memo(function SickList({
  groups,
  onShowState,
}: {
  groups: readonly CellGroup[];
  onShowState: (look: Look) => void;
}) {
  const sick = sortCells(
    groups.flatMap(({ cells }) => cells.filter(({ health, state }) => state === 'in-service' && health !== 'healthy')),
    'sickest',
  );
  const shown = sick.slice(0, SHOWN);
  const rest = sick.slice(SHOWN);
  return (
    <section className={styles.list} aria-label="Cells that are not well">
      {sick.length === 0 ? <p className={styles.none}>Every cell shown is well.</p> : null}
      <ul className={styles.items}>
        {shown.map((cell) => (
          <li key={cell.name}>
            <Link className={`${styles.item} ${styles[cell.health]}`} href={`/cells/${encodeURIComponent(cell.name)}`} prefetch={false}>
              <StateMark look={cell.health} inherit />
              <span className={styles.words}>
                <span className={styles.name}>{cell.name}</span>
                <VisuallyHidden>, {LOOK_WORDS[cell.health]}: </VisuallyHidden>
                <span className={styles.reason}>
                  <ReasonText cell={cell} />
                </span>
              </span>
            </Link>
          </li>
        ))}
        {SICK.map((look) => {
          const more = rest.filter(({ health }) => health === look).length;
          return more === 0 ? null : (
            <li key={look}>
              <button className={styles.more} type="button" onClick={() => onShowState(look)}>
                <StateMark look={look} />
                {count(more)} more {LOOK_WORDS[look]}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
});
