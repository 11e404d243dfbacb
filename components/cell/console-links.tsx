import { Panel } from '#components/ui/panel.tsx';
import type { CellView } from '#lib/views/fleet-view.ts';
import styles from './console-links.module.css';

/** Doors into the console of the cell's account. */
export function ConsoleLinks({ links }: { links: CellView['links'] }) {
  if (links.length === 0) return null;
  return (
    <Panel title="AWS console">
      <ul className={styles.links}>
        {links.map(({ label, url }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              {label} <span aria-hidden="true">↗</span>
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
