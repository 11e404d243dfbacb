import { asksSecondPerson } from '#lib/domain/access/in-force.ts';
import { permits } from '#lib/domain/access/permits.ts';
import type { ApprovalSummary, ApprovalView } from '#lib/domain/control/approval.ts';
import { getRuntime } from './runtime.ts';
import type { Session } from './session.ts';

const whoIs = ({ person: { id, name, email, roles } }: Session) => ({ person: { id, name, email }, grants: roles });

/** What waits for a second person, as a page has it with its first HTML; null while the store is down. */
export async function firstApprovals(session: Session): Promise<readonly ApprovalSummary[] | null> {
  const { actions } = await getRuntime();
  return actions.approvals.list(whoIs(session)).catch(storeDown);
}

/** The same for whoever is told of it on every page; null for those who are not, and where the policy asks nobody. */
export async function toldApprovals(session: Session): Promise<readonly ApprovalSummary[] | null> {
  const { accessPolicy } = await getRuntime();
  if (!permits(session.person.roles, 'control') || !asksSecondPerson(accessPolicy)) return null;
  return (await firstApprovals(session)) ?? [];
}

/** One request; null when there is none of that id; a problem while the store is down. */
export async function firstApproval(
  session: Session,
  id: string,
): Promise<ApprovalView | { code: string; title: string; detail: string } | null> {
  const { actions } = await getRuntime();
  try {
    return await actions.approvals.find(id, whoIs(session));
  } catch (error) {
    storeDown(error);
    return { code: 'store-down', title: 'The store is down', detail: 'What waits for a second person can be read again when it is back.' };
  }
}

/** @throws what is no store that is down */
function storeDown(error: unknown): null {
  if (error instanceof Error && error.name === 'StoreError') return null;
  throw error;
}
