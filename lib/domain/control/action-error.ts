import type { Impossible, Plan } from './action.ts';

export const ACTION_ERROR_CODES = [
  'not-permitted',
  'unknown-component',
  'not-ready',
  'plan-outdated',
  'action-under-way',
  'nothing-to-do',
  'wrong-name',
  'key-reused',
  'not-recorded',
  'sign-in-again',
  'stopping',
  'no-such-approval',
  'no-such-glass',
  'own-approval',
  'approval-ended',
  'registry-changed',
] as const;
export type ActionErrorCode = (typeof ACTION_ERROR_CODES)[number];

/**
 * Whether something thrown is an ActionError. By its name: routes and the runtime are bundled apart from each other, each with a
 * class of its own.
 */
export function isActionError(error: unknown): error is ActionError {
  return error instanceof Error && error.name === 'ActionError';
}

/** Why an action is not begun. Nothing has been sent to AWS. */
export class ActionError extends Error {
  readonly code: ActionErrorCode;
  /** What to do about it, for a person. */
  readonly fix: string | undefined;
  /** Of `plan-outdated`: what changed, and the plan as it would be now. */
  readonly difference: readonly string[] | undefined;
  readonly plan: Plan | undefined;
  /** Of `nothing-to-do`. */
  readonly impossible: readonly Impossible[] | undefined;
  /** Of `action-under-way`. */
  readonly actionId: string | undefined;

  constructor(
    code: ActionErrorCode,
    message: string,
    more: {
      fix?: string;
      difference?: readonly string[];
      plan?: Plan;
      impossible?: readonly Impossible[];
      actionId?: string;
      cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.name = 'ActionError';
    this.code = code;
    this.fix = more.fix;
    this.difference = more.difference;
    this.plan = more.plan;
    this.impossible = more.impossible;
    this.actionId = more.actionId;
  }
}
