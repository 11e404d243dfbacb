'use client';

import { useEffect, useId, useRef } from 'react';
import { ApprovalWaits } from '#components/approvals/approval-waits.tsx';
import { Button } from '#components/ui/button.tsx';
import frame from '#components/ui/dialog-frame.module.css';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { isFinished } from '#lib/client/actions/action-queries.ts';
import type { ActionRequest } from '#lib/client/actions/open-action.ts';
import { type ActionFlow, useActionFlow } from '#lib/client/actions/use-action-flow.ts';
import { VERB_WORDS } from '#lib/client/actions/verb-words.ts';
import { useNow } from '#lib/client/use-now.ts';
import { ActionChoices } from './action-choices.tsx';
import styles from './action-dialog.module.css';
import { ActionForm } from './action-form.tsx';
import { ActionProgress } from './action-progress.tsx';
import { ActionRefusal } from './action-refusal.tsx';
import { PauseChoices } from './pause-choices.tsx';
import { PlanDetails } from './plan-details.tsx';
import { ResumeChoices } from './resume-choices.tsx';

/** Plans a verb, asks for the confirmation it needs, and follows it to its end. */
export function ActionDialog({ request, close }: { request: ActionRequest; close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const flow = useActionFlow(request.verb, request.target);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={`${frame.frame} ${styles.dialog}`} aria-labelledby={id} onClose={close}>
      <div className={styles.body}>
        <h2 className={styles.title} id={id}>
          {flow.action?.title ?? flow.plan?.title ?? VERB_WORDS[request.verb]}
        </h2>
        {flow.actionId === null ? <Planned request={request} flow={flow} close={close} /> : <Followed flow={flow} close={close} />}
      </div>
    </dialog>
  );
}

function Planned({ request, flow, close }: { request: ActionRequest; flow: ActionFlow; close(): void }) {
  const { verb } = request;
  const { plan, target, choose } = flow;
  const now = useNow();
  if (!plan) {
    return (
      <>
        {flow.problem ? (
          <ActionRefusal problem={flow.problem} planAgain={flow.planAgain} again={againWith(request, flow)} />
        ) : (
          <Skeleton height={180} />
        )}
        <div className={styles.buttons}>
          <Button onClick={close}>Close</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <PlanDetails plan={plan} planning={flow.planning} />
      {plan.calls.length > 0 ? <ActionChoices verb={verb} target={target} choose={choose} /> : null}
      {verb === 'pause-wave' ? <PauseChoices target={target} choose={choose} now={now} /> : null}
      {verb === 'resume-wave' && target.component === '*' ? <ResumeChoices plan={plan} target={target} choose={choose} /> : null}
      {flow.problem ? <ActionRefusal problem={flow.problem} planAgain={flow.planAgain} again={againWith(request, flow)} /> : null}
      <ActionForm flow={flow} plan={plan} typed={request.typed ?? null} leave={close} />
    </>
  );
}

/** The same dialog, as it is to come back after signing in again. */
function againWith({ verb, typed }: ActionRequest, { target, given }: ActionFlow): ActionRequest {
  const last = given ?? typed;
  return { verb, target, ...(last ? { typed: last } : {}) };
}

function Followed({ flow: { action, approval, startOver }, close }: { flow: ActionFlow; close(): void }) {
  if (approval && !action) return <ApprovalWaits flow={approval} planAgain={startOver} close={close} />;
  if (!action) return <Skeleton height={160} />;
  const failed = action.calls.some((call) => call.state === 'failed');
  return (
    <>
      <ActionProgress action={action} />
      <div className={styles.buttons}>
        {failed && isFinished(action) ? <Button onClick={startOver}>Plan what failed again</Button> : null}
        {/* The second half of a double click on the button that began it falls here, and is not meant to close. */}
        <Button kind="primary" onClick={({ detail }) => detail < 2 && close()}>
          {isFinished(action) ? 'Close' : 'Close, it goes on'}
        </Button>
      </div>
    </>
  );
}
