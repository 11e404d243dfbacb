import type { ActionTarget, Verb } from '#lib/domain/control/action.ts';

/** Name of the event that opens the dialog of a verb, from wherever it is asked for. */
export const OPEN_ACTION = 'cellwatch:action';

/** What a dialog is about. */
export interface ActionRequest {
  verb: Verb;
  target: ActionTarget;
  /** What somebody typed into the same dialog before they signed in again. */
  typed?: { reason: string; typedName?: string };
}

/** Opens the dialog that plans, confirms and follows an action. */
export function openAction(request: ActionRequest): void {
  window.dispatchEvent(new CustomEvent<ActionRequest>(OPEN_ACTION, { detail: request }));
}
