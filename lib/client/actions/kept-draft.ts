import type { ActionRequest } from './open-action.ts';

const KEY = 'cellwatch:draft';
/** A sign-in takes a minute or two. What is older was left. */
const KEPT_MS = 10 * 60_000;

interface KeptDraft {
  request: ActionRequest;
  /** Whoever typed it: nobody else gets it. */
  personId: string;
  /** Epoch ms. */
  at: number;
}

/** Keeps a dialog over a sign-in, for this tab alone. Where the browser keeps nothing, the dialog is opened by hand. */
export function keepDraft(request: ActionRequest, personId: string, storage: () => Storage = () => sessionStorage, now = Date.now()): void {
  const draft: KeptDraft = { request, personId, at: now };
  try {
    storage().setItem(KEY, JSON.stringify(draft));
  } catch {
    // No room, or none allowed.
  }
}

/** The dialog that was kept for a person, once; null when there is none. */
export function takeDraft(personId: string, storage: () => Storage = () => sessionStorage, now = Date.now()): ActionRequest | null {
  try {
    const text = storage().getItem(KEY);
    storage().removeItem(KEY);
    const draft = text === null ? null : (JSON.parse(text) as KeptDraft);
    return draft && draft.personId === personId && now - draft.at < KEPT_MS ? draft.request : null;
  } catch {
    return null;
  }
}
