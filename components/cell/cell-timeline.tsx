import Link from 'next/link';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { LOOK_WORDS } from '#lib/client/format/state-words.ts';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import type { CellEventView } from '#lib/views/release-views.ts';
import styles from './cell-timeline.module.css';

/** What happened in the cell, newest first: changes of state, releases, and what people did. */
export function CellTimeline({ events, cell }: { events: readonly CellEventView[]; cell: FleetCellView }) {
  return (
    <Panel
      title="Timeline"
      state={
        events.length === 0
          ? {
              face: 'empty',
              title: 'Nothing happened',
              detail: `${cell.name} has been ${LOOK_WORDS[cell.health]} since Cellwatch began to watch it, and no release came.`,
            }
          : { face: 'data' }
      }
    >
      <ol className={styles.line}>
        {events.map((event, index) => (
          <li key={`${event.at} ${event.kind} ${index}`} className={styles.change}>
            <span className={styles.mark}>
              <EventMark event={event} />
            </span>
            <p className={styles.words}>
              <EventWords event={event} />
            </p>
            <span className={styles.at}>
              <RelativeTime at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function EventMark({ event }: { event: CellEventView }) {
  if (event.kind === 'health') return <StateMark look={event.to} />;
  return (
    <span className={event.kind === 'release' ? styles.release : undefined} aria-hidden="true">
      {event.kind === 'release' ? '▸' : '■'}
    </span>
  );
}

function EventWords({ event }: { event: CellEventView }) {
  switch (event.kind) {
    case 'health':
      return (
        <>
          <span className={styles.to}>{LOOK_WORDS[event.to]}</span>
          {event.reason === '' ? null : <span className={styles.reason}> · {event.reason}</span>}
        </>
      );
    case 'release':
      return (
        <Link href={`/deployments/${encodeURIComponent(event.pipeline)}`} prefetch={false}>
          {event.text}
        </Link>
      );
    case 'action':
      return (
        <>
          <span className={styles.to}>{event.title}</span>
          <span className={styles.reason}>
            {' '}
            · {event.by}: {event.reason}
          </span>
        </>
      );
  }
}
