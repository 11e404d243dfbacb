'use client';
import { useState } from 'react';
import styles from './copy-id.module.css';

/** An id, ARN or revision in mono that one click copies. `shown` may be shorter than what is copied. */
export function CopyId({ value, shown = value }: { value: string; shown?: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Without permission (or over plain http) the text stays selectable.
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  }
  return (
    <button className={styles.id} type="button" onClick={copy} title={copied ? 'Copied' : `Copy ${value}`}>
      <code>{shown}</code>
      <span className={styles.note} aria-live="polite">
        {copied ? 'copied' : ''}
      </span>
    </button>
  );
}
