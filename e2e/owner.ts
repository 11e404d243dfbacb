import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import type { Stack } from './stack.ts';

interface Owned {
  name: string;
  accountId: string | null;
  region: string;
}

/** Sets the state of one of a cell's alarms, as the owner of its account; the next evaluation may set it back. */
export async function setAlarm(stack: Stack, cell: Owned, alarm: string, state: StateValue): Promise<void> {
  const client = new CloudWatchClient({
    region: cell.region,
    endpoint: stack.simulatorUrl,
    credentials: { accessKeyId: `AKIA${cell.accountId}ROOT`, secretAccessKey: `simulator-${cell.accountId}-root` },
  });
  await client.send(new SetAlarmStateCommand({ AlarmName: `${cell.name}-${alarm}`, StateValue: state, StateReason: 'A person tries it' }));
  client.destroy();
}
