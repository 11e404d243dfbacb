'use client';

import Link from 'next/link';
import { useParams } from 'next/navigation';
import { StateMark } from '#components/ui/state-mark.tsx';
import { likelyNames } from '#lib/client/cell/likely-names.ts';
import { cellHref } from '#lib/client/cell/parse-range.ts';
import { lookOf } from '#lib/client/format/state-words.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import styles from './cell-message.module.css';
import { FleetLink } from './fleet-link.tsx';

/** What stands at the address of a cell that the registry does not have: the names that were likely meant. */
export function NoSuchCell() {
  const params = useParams<{ name: string }>();
  const name = decodeURIComponent(params?.name ?? '').slice(0, 100);
  const { view } = useFleet();
  const likely = likelyNames(name, view?.cells ?? []);
  return (
    <div className={styles.message}>
      <title>No such cell · Cellwatch</title>
      <FleetLink />
      <h1 className={styles.title}>The registry has no cell named “{name}”</h1>
      <p className={styles.quiet}>
        {likely.length > 0
          ? 'Did you mean one of these?'
          : 'It may have been renamed or removed. The fleet shows every cell that the registry names.'}
      </p>
      {likely.length > 0 && (
        <ul className={styles.likely}>
          {likely.map((cell) => (
            <li key={cell.name}>
              <Link href={cellHref(cell.name)}>
                <StateMark look={lookOf(cell)} labelled />
                {cell.name}
                <span>{cell.region}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
