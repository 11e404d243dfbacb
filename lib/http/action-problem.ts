import { type ActionErrorCode, isActionError } from '#lib/domain/control/action-error.ts';
import { problemResponse } from './problem.ts';

const PROBLEMS: Record<ActionErrorCode, { status: number; title: string }> = {
  'not-permitted': { status: 403, title: 'Not permitted' },
  'unknown-component': { status: 404, title: 'No such component' },
  'not-ready': { status: 503, title: 'Not ready yet' },
  'plan-outdated': { status: 409, title: 'The world has moved' },
  'action-under-way': { status: 409, title: 'Another action is under way' },
  'nothing-to-do': { status: 422, title: 'Nothing can be done' },
  'wrong-name': { status: 422, title: 'The typed name is missing' },
  'key-reused': { status: 422, title: 'The key was used before' },
  'not-recorded': { status: 503, title: 'The intent could not be recorded' },
  'sign-in-again': { status: 401, title: 'Sign in again' },
  'no-such-approval': { status: 404, title: 'No such request' },
  'no-such-glass': { status: 404, title: 'No broken glass' },
  'own-approval': { status: 403, title: 'A second person is needed' },
  'approval-ended': { status: 409, title: 'It waits no longer' },
  stopping: { status: 503, title: 'The server is stopping' },
  'registry-changed': { status: 409, title: 'The registry has changed' },
};

/** What an action answers instead of beginning, as a problem. @throws what is no ActionError */
export function actionProblem(error: unknown): Response {
  if (!isActionError(error)) throw error;
  const { code, message, fix, difference, plan, impossible, actionId } = error;
  const { status, title } = PROBLEMS[code];
  return problemResponse({
    status,
    code,
    title,
    detail: message,
    ...(fix === undefined ? {} : { fix }),
    more: { difference, plan, impossible, actionId },
    ...(status === 503 ? { headers: { 'Retry-After': '5' } } : {}),
  });
}
