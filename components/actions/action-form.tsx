'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type ActionRequest, openAction } from '#lib/client/actions/open-action.ts';
import type { ActionFlow } from '#lib/client/actions/use-action-flow.ts';
import { type Plan, STOPPING_VERBS } from '#lib/domain/control/action.ts';
import styles from './action-form.module.css';
import { HoldButton } from './hold-button.tsx';

/** Refusals that the same press would only get again. */
const ENDING_CODES: ReadonlySet<string> = new Set(['plan-outdated', 'sign-in-again', 'not-signed-in']);

/** Reason, typed name where production wants it, and the two buttons. Stopping is held, starting is pressed. */
export function ActionForm({
  flow,
  plan,
  typed: before,
  leave,
}: {
  flow: ActionFlow;
  plan: Plan;
  /** What was typed before signing in again; null when nothing was. */
  typed: ActionRequest['typed'] | null;
  leave(): void;
}) {
  // Follows the plan's own reason until somebody writes another.
  const [written, setWritten] = useState<string | null>(before?.reason ?? null);
  const [typed, setTyped] = useState(before?.typedName ?? '');
  const stopping = STOPPING_VERBS.has(plan.verb);
  const reason = written ?? (stopping ? plan.reason : '');
  const nothing = plan.calls.length === 0;
  const named = plan.typedName === null || typed.trim() === plan.typedName;
  // The way on is in the refusal.
  const refused = flow.problem !== null && ENDING_CODES.has(flow.problem.code);
  const ready = !nothing && !flow.planning && !flow.sending && (stopping || (!refused && reason.trim() !== '' && named));
  const confirm = () => flow.confirm({ reason: reason.trim(), ...(plan.typedName === null ? {} : { typedName: typed.trim() }) });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !stopping) confirm();
      }}
    >
      {nothing ? null : (
        <label className={styles.field}>
          <span className={styles.label}>Reason</span>
          <input
            className={styles.input}
            value={reason}
            maxLength={300}
            placeholder={stopping ? plan.reason : 'Why now'}
            onChange={(event) => setWritten(event.target.value)}
          />
        </label>
      )}
      {plan.typedName === null ? null : (
        <label className={styles.field}>
          <span className={styles.label}>
            Type <b>{plan.typedName}</b> to confirm: this touches production
          </span>
          <input
            className={styles.input}
            value={typed}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
      )}
      {plan.secondPerson ? (
        <p className={styles.second}>
          This wants a second person. Nothing is sent before somebody else who may do it has approved this very plan.
        </p>
      ) : null}
      <div className={styles.buttons}>
        {/* The labels of the buttons stay, so that none slides under a pointer that clicks twice. */}
        <span className={styles.hint} role="status">
          {flow.sending ? 'Sending …' : stopping && !nothing ? 'Hold the button for 0.6 s.' : null}
        </span>
        <Button onClick={leave} disabled={flow.sending}>
          {nothing ? 'Close' : 'Leave as it is'}
        </Button>
        {plan.instead ? <Instead instead={plan.instead} /> : null}
        {nothing ? null : stopping ? (
          <HoldButton onHeld={confirm} disabled={!ready}>
            {plan.title}
          </HoldButton>
        ) : (
          <Button kind="primary" type="submit" disabled={!ready}>
            {plan.secondPerson ? 'Ask for approval' : plan.title}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The way on where this can't be done: the dialog of what can. */
function Instead({ instead: { verb, target, text } }: { instead: NonNullable<Plan['instead']> }) {
  return (
    <Button kind={STOPPING_VERBS.has(verb) ? 'warning' : 'primary'} onClick={() => openAction({ verb, target })}>
      {text}
    </Button>
  );
}
