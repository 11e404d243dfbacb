'use client';

import { ActionButton } from '#components/actions/action-button.tsx';
import { EXTEND_BY_MS } from '#components/actions/extend-pause.ts';
import { useNow } from '#lib/client/use-now.ts';
import type { ActionTarget } from '#lib/domain/control/action.ts';
import type { OfferView, StageView } from '#lib/views/rollouts-view.ts';
import styles from './stage-path.module.css';

const WORDS: Readonly<Record<OfferView['verb'], string>> = {
  'pause-wave': '❚❚ Pause before this …',
  'resume-wave': '▸ Resume …',
  'retry-stage': '↻ Retry …',
  approve: '✓ Approve …',
  reject: '✕ Reject …',
  'roll-back': '↩ Roll back this wave …',
};

/** What can be done about a stage now. What nobody could do is left out, so that a quiet stage stays quiet. */
export function StageOffers({ component, stage }: { component: string; stage: StageView }) {
  const now = useNow();
  const offers = stage.offers.filter((offer) => offer.impossible === null);
  if (offers.length === 0) return null;
  return (
    <div className={styles.buttons}>
      {offers.map(({ verb }) => (
        <ActionButton key={verb} verb={verb} target={targetOf(verb, component, stage, now)} cells={stage.cells.map((cell) => cell.name)}>
          {verb === 'pause-wave' && stage.paused ? '❚❚ Extend …' : WORDS[verb]}
        </ActionButton>
      ))}
    </div>
  );
}

function targetOf(verb: OfferView['verb'], component: string, stage: StageView, now: number): ActionTarget {
  const executionId = stage.approval?.executionId ?? null;
  switch (verb) {
    case 'pause-wave':
      if (stage.paused) {
        const { owner } = stage.paused;
        return { component, stage: stage.name, until: now + EXTEND_BY_MS, extend: true, ...(owner === null ? {} : { owner }) };
      }
      return { component, stage: stage.name };
    case 'resume-wave':
      // A wave of several stages is paused before the first of them; the stage says which one was meant.
      return { component, stage: stage.name };
    case 'retry-stage':
      return { component, stage: stage.name, retry: 'FAILED_ACTIONS' };
    case 'approve':
    case 'reject':
      return { component, stage: stage.name, ...(executionId === null ? {} : { executionId }) };
    case 'roll-back':
      return stage.wave === null ? { component, stage: stage.name } : { component, waves: [stage.wave] };
  }
}
