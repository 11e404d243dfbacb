'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './popover.module.css';

/** A button that opens a small panel under it. Esc and a click outside close it and give the focus back. */
export function Popover({
  trigger,
  label,
  align = 'left',
  children,
}: {
  trigger: ReactNode;
  /** Name of the panel. */
  label: string;
  align?: 'left' | 'right';
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    function onPointerDown(event: PointerEvent) {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    }
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    }
    document.addEventListener('pointerdown', onPointerDown);
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown);
      document.removeEventListener('keydown', onKeyDown, true);
    };
  }, [open]);

  return (
    <div className={styles.root} ref={root}>
      <button
        ref={button}
        className={styles.trigger}
        type="button"
        aria-expanded={open}
        aria-haspopup="true"
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </button>
      {open ? (
        <section className={`${styles.panel} ${styles[align]}`} aria-label={label}>
          {children}
        </section>
      ) : null}
    </div>
  );
}
