import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import type { ActionOutcome } from './release-views.ts';

/** What a person did to the releases of a cell. */
export interface CellAction {
  id: string;
  /** Epoch ms. */
  at: number;
  by: string;
  title: string;
  reason: string;
  outcome: ActionOutcome;
}

/** The actions behind entries of the audit log that touch a cell, the newest first. A second look of a halt is part of it. */
export function cellActions(entries: readonly ChainedEntry[]): CellAction[] {
  const actions = new Map<string, CellAction>();
  const oldestFirst = entries.toSorted((a, b) => a.seq - b.seq);
  for (const { actionId, kind, at, person, text, reason, detail } of oldestFirst) {
    if (actionId === null) continue;
    const begun = actions.get(actionId);
    if (kind === 'intent' && !begun) {
      actions.set(actionId, { id: actionId, at, by: person?.name ?? 'Cellwatch', title: text, reason: reason ?? '', outcome: 'open' });
    }
    if (kind === 'result' && begun) actions.set(actionId, { ...begun, outcome: outcomeOf(detail) });
  }
  return [...actions.values()].reverse();
}

function outcomeOf(detail: ChainedEntry['detail']): ActionOutcome {
  const state = typeof detail === 'object' && detail !== null && 'state' in detail ? detail.state : null;
  return state === 'done' || state === 'failed' ? state : 'unknown';
}
