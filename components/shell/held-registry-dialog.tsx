'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import frame from '#components/ui/dialog-frame.module.css';
import { confirmRegistry } from '#lib/client/confirm-registry.ts';
import { count } from '#lib/client/format/figures.ts';
import { ago } from '#lib/client/format/times.ts';
import { RequestError } from '#lib/client/read-problem.ts';
import { useNow } from '#lib/client/use-now.ts';
import { permits } from '#lib/domain/access/permits.ts';
import type { HeldRegistryView } from '#lib/views/fleet-view.ts';
import styles from './held-registry-dialog.module.css';
import { useGrants } from './person.tsx';

/** Which cells a held registry would lose; an admin can put it in force. `held` is null once none is held any more. */
export function HeldRegistryDialog({ held, close }: { held: HeldRegistryView | null; close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // What was opened is what is decided about: a registry that changes meanwhile is told, never exchanged under the pointer.
  const [shown] = useState(held);
  useEffect(() => dialog.current?.showModal(), []);
  const same = held !== null && held.inForce === shown?.inForce && held.held === shown.held;
  return (
    <dialog ref={dialog} className={`${frame.frame} ${styles.dialog}`} aria-labelledby={id} onClose={close}>
      <div className={styles.body}>
        <h2 className={styles.title} id={id}>
          {shown ? `A registry without ${count(shown.lost)} of ${count(shown.before)} cells` : 'No registry is held back'}
        </h2>
        {shown ? <Loss held={shown} /> : null}
        {same ? <Decide held={shown} close={close} /> : <Gone again={held !== null} close={close} />}
      </div>
    </dialog>
  );
}

function Loss({ held }: { held: HeldRegistryView }) {
  const now = useNow();
  const told = held.waves.reduce((sum, { names }) => sum + names.length, 0);
  return (
    <>
      <p className={styles.summary}>
        In force: {count(held.before)} cells{held.inForceOfEarlierRun ? ', as the last run left them' : ''}. The new registry, read first{' '}
        {ago(Date.parse(held.since), now)}, has {count(held.after)}
        {held.added > 0 ? `, ${count(held.added)} of them new` : ''}. Cells that go are no longer shown, judged or counted. Nothing changes
        in AWS.
      </p>
      <ul className={styles.waves} aria-label="Cells that would go, by wave">
        {held.waves.map(({ wave, lost, of, names }) => (
          <li key={wave ?? ''} className={styles.wave}>
            <span className={styles.head}>
              <span className={styles.name}>{wave ?? 'no wave'}</span>
              <span className={lost === of ? styles.all : styles.some}>
                {lost < of ? `${count(lost)} of ${count(of)}` : of === 1 ? 'the only one' : `all ${count(of)}`}
              </span>
            </span>
            <span className={styles.names}>
              {names.join(', ')}
              {names.length < lost ? `${names.length > 0 ? ' and ' : ''}${count(lost - names.length)} more` : ''}
            </span>
          </li>
        ))}
      </ul>
      {told < held.lost ? <p className={styles.summary}>Of so many cells, the first {count(told)} are named.</p> : null}
    </>
  );
}

function Decide({ held, close }: { held: HeldRegistryView; close(): void }) {
  const may = permits(useGrants(), 'confirm:registry');
  const [sending, setSending] = useState(false);
  const [sent, setSent] = useState(false);
  const [problem, setProblem] = useState<RequestError | null>(null);
  async function confirm() {
    setSending(true);
    setProblem(null);
    try {
      await confirmRegistry(held);
      setSent(true);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(error);
    } finally {
      setSending(false);
    }
  }
  return (
    <>
      {may ? null : (
        <p className={styles.summary}>
          If this is meant, an admin puts it in force here. If not, correct the registry: it is read again by itself.
        </p>
      )}
      {problem ? (
        <p className={styles.problem} role="alert">
          {problem.message} {problem.fix}
        </p>
      ) : null}
      <div className={styles.buttons}>
        <span className={styles.hint} role="status">
          {sending ? 'Sending …' : sent ? 'Confirmed. It comes into force when the registry is read next, within a minute.' : null}
        </span>
        <Button onClick={close} disabled={sending}>
          {may && !sent ? 'Keep the one in force' : 'Close'}
        </Button>
        {may ? (
          <Button kind="danger" onClick={() => void confirm()} disabled={sending || sent}>
            Let {count(held.lost)} {held.lost === 1 ? 'cell' : 'cells'} go
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** It was decided, corrected or exchanged while somebody looked. */
function Gone({ again, close }: { again: boolean; close(): void }) {
  return (
    <>
      <p className={styles.problem} role="alert">
        {again ? 'Another registry is held back by now. Open this again to see it.' : 'This is decided: no registry is held back any more.'}
      </p>
      <div className={styles.buttons}>
        <Button kind="primary" onClick={close}>
          Close
        </Button>
      </div>
    </>
  );
}
