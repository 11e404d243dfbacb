import { createInterface } from 'node:readline';
import type { Caller } from '#lib/domain/control/request.ts';
import { startRuntime } from '#lib/runtime.ts';

/**
 * A replica in a process of its own, that a test kills. Says `leads` when it publishes a picture, and begins what a line of its
 * standard input tells: `{ request, caller, key }`; answers `begun ID`.
 */
const runtime = await startRuntime();
let leads = false;
setInterval(() => {
  const now = runtime.feed.current()?.version.startsWith(`${runtime.boot}-`) ?? false;
  if (now && !leads) process.stdout.write('leads\n');
  leads = now;
}, 20);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { request, caller, key }: { request: Parameters<typeof runtime.actions.begin>[0]; caller: Caller; key: string } = JSON.parse(line);
  const begun = await runtime.actions.begin(request, caller, key).catch((error: unknown) => ({ id: String(error) }));
  process.stdout.write(`begun ${begun.id}\n`);
}
