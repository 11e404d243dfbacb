'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { MouseEvent } from 'react';
import { fleetHref } from '#lib/client/last-fleet-address.ts';
import styles from './fleet-link.module.css';

/** Back to the fleet, with the filters and the grouping it had. */
export function FleetLink() {
  const router = useRouter();
  function back(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    router.push(fleetHref());
  }
  return (
    <Link className={styles.link} href="/" onClick={back}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M7.5 2 3.5 6l4 4" />
      </svg>
      Fleet
    </Link>
  );
}
