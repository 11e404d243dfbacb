'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import styles from './costs-table.module.css';

/** px of a closed row. */
const ROW = 35;
/** px around the screen within which rows are drawn. */
const AROUND = '500px 0px';

/**
 * Some rows of a long table, drawn while they are near the screen; else an empty row of their height, so that 1,000 rows cost what
 * fifty do. A print draws all.
 */
export function RowBlock({
  rows,
  early,
  always,
  children,
}: {
  rows: number;
  /** Drawn in the first HTML. */
  early: boolean;
  /** Drawn wherever the screen is. */
  always: boolean;
  /** Its rows; left out while they are not here yet. */
  children?: ReactNode;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const height = useRef<number | null>(null);
  const [near, setNear] = useState(early);
  useEffect(() => {
    const element = body.current;
    if (!element || always) return;
    let printing = false;
    const observer = new IntersectionObserver(
      ([entry]) => {
        // On paper nothing is away from the screen.
        if (!entry || printing) return;
        // Who stands in a row with the keyboard keeps it.
        if (!entry.isIntersecting && element.contains(document.activeElement)) return;
        if (!entry.isIntersecting) height.current = element.offsetHeight;
        setNear(entry.isIntersecting);
      },
      { rootMargin: AROUND },
    );
    observer.observe(element);
    // At once: the paper does not wait for the next turn.
    const showAll = () => {
      printing = true;
      flushSync(() => setNear(true));
    };
    const printed = () => {
      printing = false;
      // Tells anew what is near.
      observer.unobserve(element);
      observer.observe(element);
    };
    window.addEventListener('beforeprint', showAll);
    window.addEventListener('afterprint', printed);
    return () => {
      observer.disconnect();
      window.removeEventListener('beforeprint', showAll);
      window.removeEventListener('afterprint', printed);
    };
  }, [always]);
  return (
    <tbody className={styles.body} ref={body}>
      {(near || always) && children ? (
        children
      ) : (
        <tr className={styles.opened}>
          <td className={styles.away} colSpan={11} style={{ height: height.current ?? rows * ROW }} />
        </tr>
      )}
    </tbody>
  );
}
