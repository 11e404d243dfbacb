import type { Permission } from '#lib/domain/access/permits.ts';
import { createLog } from '#lib/log.ts';
import type { Runtime } from '#lib/runtime-contract.ts';
import { overLimit } from './limits.ts';
import type { Session } from './session.ts';

/** Logs that somebody who is signed in asked for what they may not see; not every time, of somebody who goes on asking. */
export function noteDenied(asking: { runtime: Runtime; session: Session }, permission: Permission, path: string): void {
  if (overLimit('denied', asking)) return;
  const { runtime, session } = asking;
  createLog(runtime.env.LOG_LEVEL).warn('not permitted', { person: session.person.id, permission, path: path.slice(0, 200) });
}
