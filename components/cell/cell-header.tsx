import { CopyId } from '#components/ui/copy-id.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { sinceText } from '#lib/client/cell/time-ticks.ts';
import { joined, percent } from '#lib/client/format/figures.ts';
import { LOOK_WORDS, SERVICE_WORDS } from '#lib/client/format/state-words.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { CellView, FleetCellView } from '#lib/views/fleet-view.ts';
import styles from './cell-header.module.css';

/** Stays at the end of a line, and never begins one. */
const DOT = '\u00a0· ';

/** Name and state of the cell, as loud as its tile, and the few facts by which people name it. */
export function CellHeader({ cell, facts }: { cell: FleetCellView; facts: CellView['facts'] }) {
  const [worst] = cell.evidence.filter((each) => !each.informs);
  const now = useNow();
  const away = cell.state !== 'in-service';
  return (
    <header className={`${styles.header} ${styles[cell.health]}${away ? ` ${styles.away}` : ''}`}>
      <div className={styles.face}>
        <h1 className={styles.name}>
          <StateMark look={cell.health} size={18} inherit={cell.health === 'critical'} />
          {cell.name}
        </h1>
        <p className={styles.state}>
          <strong>{LOOK_WORDS[cell.health]}</strong> since {sinceText(Date.parse(cell.since), now)}
          {DOT}
          <RelativeTime at={cell.since} bare />
          {worst ? `${DOT}${worst.text}` : null}
          {away ? <span className={styles.label}>{SERVICE_WORDS[cell.state]}, takes no customer traffic</span> : null}
        </p>
      </div>
      <ul className={styles.tags}>
        <li>{cell.wave === null ? cell.environment : `wave ${cell.wave}`}</li>
        {cell.wave !== null && cell.wave !== cell.environment && <li>{cell.environment}</li>}
        <li>
          <CopyId value={cell.region} />
        </li>
        {cell.accountId !== null && (
          <li>
            account <CopyId value={cell.accountId} />
          </li>
        )}
        {facts.project !== null && (
          <li>
            project <CopyId value={facts.project} />
          </li>
        )}
        {cell.trafficShare !== null && <li>{joined(percent(cell.trafficShare))} of customer traffic</li>}
        {facts.runbook !== null && (
          <li>
            <a href={facts.runbook} target="_blank" rel="noreferrer">
              Runbook
            </a>
          </li>
        )}
      </ul>
    </header>
  );
}
