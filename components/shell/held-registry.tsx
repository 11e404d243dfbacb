'use client';

import { lazy, Suspense, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { count } from '#lib/client/format/figures.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import styles from './held-registry.module.css';

const HeldRegistryDialog = lazy(() => import('./held-registry-dialog.tsx').then((module) => ({ default: module.HeldRegistryDialog })));

/** Says on every page that a registry waits for an admin because too many cells would go. */
export function HeldRegistry() {
  const held = useFleet().outline?.heldRegistry ?? null;
  const [open, setOpen] = useState(false);
  return (
    <>
      {/* There before it says something: a screen reader then reads it out. */}
      <div role="status">
        {held ? (
          <div className={styles.notice}>
            <p className={styles.text}>
              <strong>
                A new cell registry is held back: {count(held.lost)} of {count(held.before)} cells would go.
              </strong>{' '}
              {held.inForceOfEarlierRun
                ? 'The cells of the last run are watched until an admin decides; releases can be stopped, and nothing started.'
                : 'The registry in force stays until an admin decides.'}
            </p>
            <Button onClick={() => setOpen(true)}>See which …</Button>
          </div>
        ) : null}
      </div>
      {open ? (
        <Suspense fallback={null}>
          <HeldRegistryDialog held={held} close={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
