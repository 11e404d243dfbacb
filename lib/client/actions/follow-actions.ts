import type { QueryClient } from '@tanstack/react-query';
import type { BrokenGlassView } from '#lib/domain/access/broken-glass.ts';
import { approvalKey, approvalsKey } from '../approvals/approval-keys.ts';
import { glassKey } from '../glass/glass-key.ts';
import type { LiveMessage } from '../parse-event-stream.ts';

/** Key under which an action is kept, or all of them without an id. */
export const actionKey = (id?: string) => (id === undefined ? (['action'] as const) : (['action', id] as const));

/** Reads an action, or what waits for a second person, again when the event stream says that it has moved on. Only what somebody looks at is read. */
export function followActions(client: Pick<QueryClient, 'invalidateQueries' | 'setQueryData'>) {
  return {
    handle({ type, data }: Pick<LiveMessage, 'type' | 'data'>): void {
      if (type === 'glass') return void client.setQueryData(glassKey, (JSON.parse(data) as { broken: readonly BrokenGlassView[] }).broken);
      if (type !== 'action' && type !== 'approval') return;
      const { id } = JSON.parse(data) as { id: string };
      if (type === 'action') void client.invalidateQueries({ queryKey: actionKey(id) });
      else for (const queryKey of [approvalKey(id), approvalsKey]) void client.invalidateQueries({ queryKey });
    },
    /** The stream is back: what it did not tell meanwhile is read. */
    catchUp(): void {
      for (const queryKey of [actionKey(), approvalKey(), approvalsKey, glassKey]) void client.invalidateQueries({ queryKey });
    },
  };
}
