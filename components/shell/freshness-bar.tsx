'use client';
import { useId, useState } from 'react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { exactUtc } from '#lib/client/format/times.ts';
import { freshnessOf, oldPicture } from '#lib/client/freshness.ts';
import type { Connection } from '#lib/client/live-connection.ts';
import { useFleet } from '#lib/client/use-fleet.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { FleetOutline } from '#lib/views/fleet-view.ts';
import styles from './freshness-bar.module.css';

/** How old each thing is that the page shows, what could not be read and why. Always true, because it counts by itself. */
export function FreshnessBar() {
  const { outline: view, connection } = useFleet();
  const [open, setOpen] = useState(false);
  const id = useId();
  const failures = view?.sources.flatMap((source) => source.failures.map((failure) => ({ source: source.id, failure }))) ?? [];
  return (
    <section className={styles.frame} aria-label="Freshness">
      <div className={styles.bar}>
        {view ? <Sources view={view} /> : <span className={styles.entry}>No picture yet</span>}
        {failures.length > 0 ? (
          <button className={styles.more} type="button" data-chrome aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : failures.length === 1 ? 'Details' : `All ${failures.length}`}
          </button>
        ) : null}
        <LiveState connection={connection} />
      </div>
      <div id={id} hidden={!open || failures.length === 0}>
        <ul className={styles.failures}>
          {failures.slice(0, 200).map(({ source, failure }) => (
            <li className={styles.failure} key={`${source} ${failure.accountId} ${failure.region} ${failure.code}`}>
              <span className={styles.where}>
                {source}
                {failure.accountId ? ` · ${failure.accountId}` : ''}
                {failure.region ? ` · ${failure.region}` : ''}
              </span>
              <span>{failure.message}</span>
              <span className={styles.since}>
                since <RelativeTime at={failure.since} />
              </span>
            </li>
          ))}
          {failures.length > 200 ? <li>and {failures.length - 200} more</li> : null}
        </ul>
      </div>
    </section>
  );
}

function Sources({ view }: { view: FleetOutline }) {
  const now = useNow();
  const old = oldPicture(view, now);
  return (
    <ul className={styles.sources}>
      {view.restored ? <li className={styles.entry}>Shown from before the restart</li> : null}
      {old ? (
        <li className={`${styles.entry} ${styles.amiss}`}>
          <Warning /> Judged <strong>{old}</strong> ago
        </li>
      ) : null}
      {view.sources.map((source) => {
        const { id, label, told, problem, well } = freshnessOf(source, now);
        return (
          <li
            className={well ? styles.entry : `${styles.entry} ${styles.amiss}`}
            key={id}
            data-source={id}
            title={source.observedAt ? `read ${exactUtc(Date.parse(source.observedAt))}` : undefined}
          >
            {well ? null : <Warning />}
            {label} <strong>{told}</strong>
            {problem ? <span className={styles.problem}> · {problem}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Warning() {
  return (
    <svg className={styles.warning} width="10" height="10" viewBox="0 0 10 10" role="img" aria-label="warning:">
      <path d="M5 1 9.5 9h-9Z" fill="currentColor" />
    </svg>
  );
}

const LIVE_WORDS: Readonly<Record<Connection['state'], string>> = {
  connecting: 'connecting',
  live: 'live',
  lost: 'lost',
  'signed-out': 'signed out',
};

function LiveState({ connection }: { connection: Connection }) {
  return (
    <span className={styles.live} data-connection={connection.state}>
      <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
        <circle cx="4" cy="4" r="3" />
      </svg>
      {LIVE_WORDS[connection.state]}
    </span>
  );
}
