import type { Action, CallState } from '#lib/domain/control/action.ts';
import type { ActionOutcome } from '#lib/views/release-views.ts';

/** A call's state in one or two words, and its mark: a shape of its own, so that colour is never alone. */
export const CALL_WORDS: Readonly<Record<CallState, { mark: string; word: string }>> = {
  recorded: { mark: '·', word: 'not sent yet' },
  sent: { mark: '…', word: 'sent' },
  accepted: { mark: '›', word: 'accepted, waiting to see it' },
  observed: { mark: '✓', word: 'done' },
  failed: { mark: '✕', word: 'failed' },
  skipped: { mark: '–', word: 'not sent' },
  unknown: { mark: '?', word: 'unknown' },
};

/** How an action ended, in a few words. */
export const OUTCOME_WORDS: Readonly<Record<ActionOutcome, string>> = {
  open: 'under way',
  done: 'done',
  failed: 'failed, at least in part',
  unknown: 'nobody knows whether it was done',
};

/** What has become of an action, in one sentence. */
export function progressLead({ state, calls }: Action): string {
  const done = calls.filter((call) => call.state === 'observed').length;
  const failed = calls.filter((call) => call.state === 'failed').length;
  const of = `${done} of ${calls.length} ${calls.length === 1 ? 'call' : 'calls'} done`;
  switch (state) {
    case 'recorded':
      return 'Recorded in the audit log. Calling AWS next.';
    case 'acting':
      return `Calling AWS: ${of}.`;
    case 'observing':
      return `AWS accepted it. Waiting until it shows: ${of}.`;
    case 'done':
      return failed > 0 ? `Finished: ${of}, ${failed} failed.` : `Done: ${of}.`;
    case 'failed':
      return `${failed} of ${calls.length} calls failed, ${done} done.`;
    case 'unknown':
      return 'No answer came for a call. Cellwatch reads the state back and does not repeat it.';
  }
}
