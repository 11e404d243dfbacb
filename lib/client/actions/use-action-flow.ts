'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Action, ActionTarget, Plan, Verb } from '#lib/domain/control/action.ts';
import { type ApprovalFlow, useApproval } from '../approvals/use-approval.ts';
import { RequestError } from '../read-problem.ts';
import { useLive } from '../use-live.ts';
import { actionQuery, confirmAction, planQuery } from './action-queries.ts';
import type { ActionRequest } from './open-action.ts';

/** What a person types to confirm. */
type Given = NonNullable<ActionRequest['typed']>;

/** Where a dialog stands, from plan to outcome. */
export interface ActionFlow {
  target: ActionTarget;
  /** Another choice: plans again. */
  choose(change: Partial<ActionTarget>): void;
  plan: Plan | null;
  /** True while a plan for the present choice is on its way. */
  planning: boolean;
  problem: RequestError | null;
  /** Reads the world again, after a refusal or a failure. */
  planAgain(): void;
  sending: boolean;
  /** What was sent last; null before. */
  given: Given | null;
  /** Sends the plan; a second call while one is on its way does nothing. */
  confirm(given: Given): void;
  /** The action once it was accepted; null before. */
  action: Action | null;
  actionId: string | null;
  /** The request for a second person that it waits for, or waited; null where none is wanted. */
  approval: ApprovalFlow | null;
  /** Starts anew with the same verb, for what failed. */
  startOver(): void;
}

/** Plans a verb, sends it once, and follows it to its end. */
export function useActionFlow(verb: Verb, first: ActionTarget): ActionFlow {
  const client = useQueryClient();
  const [target, setTarget] = useState(first);
  const [actionId, setActionId] = useState<string | null>(null);
  const [waits, setWaits] = useState(false);
  const [sending, setSending] = useState(false);
  const [given, setGiven] = useState<Given | null>(null);
  const [refused, setRefused] = useState<RequestError | null>(null);
  // One key for one intent: the same press sent twice is one action.
  const key = useRef<string | null>(null);
  const underway = useRef(false);
  const planned = useQuery({ ...planQuery({ verb, target }), enabled: actionId === null });
  const { state } = useLive();
  const followed = useQuery({ ...actionQuery(actionId ?? '', state === 'live'), enabled: actionId !== null && !waits });
  const approval = useApproval(waits ? actionId : null);

  function planAgain() {
    key.current = null;
    setRefused(null);
    void client.invalidateQueries({ queryKey: planQuery({ verb, target }).queryKey });
  }

  async function send(plan: Plan, given: Given) {
    key.current ??= newKey();
    underway.current = true;
    setGiven(given);
    setSending(true);
    setRefused(null);
    try {
      const { id, waits: asked = false } = await confirmAction({ verb, target, fingerprint: plan.fingerprint, ...given }, key.current);
      setWaits(asked);
      setActionId(id);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // Silence may mean that it was done: the next press asks under the same key. A refusal frees the key.
      if (error.code !== 'offline') key.current = null;
      setRefused(error);
    } finally {
      underway.current = false;
      setSending(false);
    }
  }

  const planProblem = planned.error instanceof RequestError ? planned.error : null;
  return {
    target,
    choose: (change) => {
      key.current = null;
      setRefused(null);
      setTarget((before) => ({ ...before, ...change }));
    },
    plan: planProblem ? null : (planned.data ?? null),
    planning: planned.isFetching,
    problem: refused ?? planProblem,
    planAgain,
    sending,
    given,
    confirm(given) {
      const plan = planned.data;
      if (!plan || underway.current || planned.isPlaceholderData) return;
      void send(plan, given);
    },
    action: (waits ? approval.action : followed.data) ?? null,
    actionId,
    approval: waits ? approval : null,
    startOver() {
      setActionId(null);
      setWaits(false);
      planAgain();
    },
  };
}

/** 128 random bits. Not randomUUID, which browsers withhold from pages without TLS. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
