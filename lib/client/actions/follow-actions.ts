import type { QueryClient } from '@tanstack/react-query';
import type { LiveMessage } from '../parse-event-stream.ts';

/** Key under which an action is kept, or all of them without an id. */
export const actionKey = (id?: string) => (id === undefined ? (['action'] as const) : (['action', id] as const));

/** Reads an action again when the event stream says that it has moved on. Only what somebody looks at is read. */
export function followActions(client: Pick<QueryClient, 'invalidateQueries'>) {
  return {
    handle({ type, data }: Pick<LiveMessage, 'type' | 'data'>): void {
      if (type !== 'action') return;
      const { id } = JSON.parse(data) as { id: string };
      void client.invalidateQueries({ queryKey: actionKey(id) });
    },
    /** The stream is back: what it did not tell meanwhile is read. */
    catchUp(): void {
      void client.invalidateQueries({ queryKey: actionKey() });
    },
  };
}
