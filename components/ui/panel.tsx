import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';
import { Skeleton } from './skeleton.tsx';

/** What a panel can be: one of four faces, or empty, which teaches. */
export type PanelFace =
  | { face: 'waiting' /** Height of what will come, px, so that nothing moves. */; height: number }
  | { face: 'error'; title: string; detail: string; retry?: () => void }
  | { face: 'stale' /** "4 min old: the reader role was denied." */; note: ReactNode }
  | { face: 'data' }
  | { face: 'empty'; title: string; detail: ReactNode };

/** The frame of every panel: a heading and one of its faces. Data (and stale data) are the children. */
export function Panel({
  title,
  aside,
  state = { face: 'data' },
  children,
  flush = false,
}: {
  title: string;
  aside?: ReactNode;
  state?: PanelFace;
  children?: ReactNode;
  /** No padding around the body, for tables and charts that reach the edge. */
  flush?: boolean;
}) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id} aria-busy={state.face === 'waiting'}>
      <header className={styles.head}>
        <h2 className={styles.title} id={id}>
          {title}
        </h2>
        {aside ? <div className={styles.aside}>{aside}</div> : null}
      </header>
      {state.face === 'stale' ? <p className={styles.stale}>{state.note}</p> : null}
      <div className={flush ? styles.flush : styles.body}>
        <PanelBody state={state}>{children}</PanelBody>
      </div>
    </section>
  );
}

function PanelBody({ state, children }: { state: PanelFace; children: ReactNode }) {
  switch (state.face) {
    case 'waiting':
      return <Skeleton height={state.height} />;
    case 'error':
      return (
        <div className={styles.notice} role="alert">
          <p className={styles.noticeTitle}>{state.title}</p>
          <p className={styles.noticeDetail}>{state.detail}</p>
          {state.retry ? (
            <button className={styles.retry} type="button" onClick={state.retry}>
              Try again
            </button>
          ) : null}
        </div>
      );
    case 'empty':
      return (
        <div className={styles.notice}>
          <p className={styles.noticeTitle}>{state.title}</p>
          <div className={styles.noticeDetail}>{state.detail}</div>
        </div>
      );
    case 'stale':
    case 'data':
      return children;
  }
}
