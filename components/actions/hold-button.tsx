'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useHold } from '#lib/client/actions/use-hold.ts';
import styles from './hold-button.module.css';

/** A button for stopping: acts when held for 0.6 s, never by a slip. */
export function HoldButton({ onHeld, disabled = false, children }: { onHeld(): void; disabled?: boolean; children: ReactNode }) {
  const { holding, props } = useHold(onHeld, disabled);
  return (
    <Button
      kind="danger"
      className={styles.hold}
      data-holding={holding ? '' : undefined}
      aria-description="Hold for 0.6 seconds"
      disabled={disabled}
      {...props}
    >
      <span className={styles.fill} aria-hidden="true" />
      {children}
    </Button>
  );
}
