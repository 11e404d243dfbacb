'use client';
import { useState } from 'react';
import { ago, duration, exactLocal, exactUtc } from '#lib/client/format/times.ts';
import { useNow } from '#lib/client/use-now.ts';
import styles from './relative-time.module.css';

/**
 * "4 min ago" (or "4 min" with `bare`), ticking; the exact time in UTC and local on hover and focus.
 * @param at ISO 8601
 */
export function RelativeTime({ at, bare = false }: { at: string; bare?: boolean }) {
  const now = useNow();
  const [open, setOpen] = useState(false);
  const moment = Date.parse(at);
  const text = bare ? duration(now - moment) : ago(moment, now);
  const show = () => setOpen(true);
  const hide = () => setOpen(false);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be reachable by keyboard
    <time className={styles.time} dateTime={at} tabIndex={0} onPointerEnter={show} onPointerLeave={hide} onFocus={show} onBlur={hide}>
      {text}
      {open ? (
        <span className={styles.exact} role="tooltip">
          {exactUtc(moment)}
          <br />
          {exactLocal(moment)}
        </span>
      ) : null}
    </time>
  );
}
